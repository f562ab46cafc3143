package dev.parlance.core.prompt;

/// The bounds of one template: what a model file may make this process do.
///
/// A step is one evaluated node, one loop iteration, eight produced or searched characters, or half
/// a list element; steps bound time and total memory alike.
///
/// @param maxSourceLength characters of template source, at least 1
/// @param maxSteps steps of one rendering, at least 1
/// @param maxOutputLength characters of the result and of any string made on the way, at least 1
/// @param maxDepth nesting of expressions, blocks, macro calls and printed values, 16 to 1000; one
///   level takes up to a kilobyte of the thread's stack
/// @param maxRange numbers that one `range` may give, at least 1
public record TemplateLimits(
        int maxSourceLength, long maxSteps, int maxOutputLength, int maxDepth, int maxRange) {

    /// Roomy for published templates and prompts of a million tokens; a hostile one ends within a
    /// second and some tens of megabytes.
    public static final TemplateLimits DEFAULT =
            new TemplateLimits(262_144, 4_000_000, 4_194_304, 400, 100_000);

    public TemplateLimits {
        atLeast("maxSourceLength", maxSourceLength, 1);
        atLeast("maxSteps", maxSteps, 1);
        atLeast("maxOutputLength", maxOutputLength, 1);
        atLeast("maxDepth", maxDepth, 16);
        atLeast("maxRange", maxRange, 1);
        if (maxDepth > 1000) {
            throw new IllegalArgumentException("maxDepth is " + maxDepth + ", at most 1000 fits");
        }
    }

    private static void atLeast(String name, long value, long minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " is " + value + ", want " + minimum + "+");
        }
    }
}
