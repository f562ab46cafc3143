package dev.parlance.engine.llama.grammar;

import java.util.BitSet;

/// The tokens of one model that a state allows, as remembered.
record TokenMask(TokenTrie trie, BitSet tokens) {}
