"""Values that fill passages, tool requests and formats: names, places, numbers, invented words."""

from texts import CITIES, NAMES, WORDS, invented

FIRST = (
    NAMES
    + (
        "Lucia Marco Greta Hugo Ines Jonas Katja Leo Mira Nils Olga Piet Rosa Stefan Theo Ulla Vera Wanda "
        "Xavier Yara Zeno Amir Bianca Cem Dalia Elena Farid Gita Hassan Ida Jamal Kiran Laila Milan Noor "
        "Omar Priya Quinn Rashid Selma Tariq Ursula Viktor Walter Aiko Chen Daisy Edgar Fiona George Hazel"
    ).split()
)
LAST = (
    "Holt Berg Silva Novak Moreau Keller Brown Fischer Santos Rossi Weber Kim Tanaka Okafor Larsen Meyer "
    "Dunn Wolf Stone Carter Hill Marsh Frost Lang Vogel Haas Costa Diaz Patel Singh Ali Khan Murphy Walsh "
    "Clark Lewis Young King Wright Green Baker Hall Wood Turner Cook Bell Ward Gray Price Ross Grant Fox"
).split()
TOWNS = (
    CITIES
    + (
        "Hamburg Munich Milan Naples Porto Seville Lyon Nantes Ghent Basel Bern Geneva Graz Krakow Warsaw Riga "
        "Tallinn Helsinki Bergen Malmo Athens Sofia Zagreb Istanbul Lima Quito Bogota Havana Toronto Denver "
        "Dallas Seattle Austin Leeds York Bristol Cardiff Cork Glasgow Delhi Mumbai Osaka Seoul Hanoi Manila"
    ).split()
)
JOBS = (
    "baker teacher nurse doctor driver farmer painter writer singer cook plumber carpenter gardener lawyer "
    "pilot dentist tailor librarian photographer mechanic programmer waiter musician judge chemist "
    "journalist translator shepherd fisherman guard builder clerk dancer vet surgeon postman butcher"
).split()
HOBBIES = (
    "chess swimming cooking fishing painting dancing reading running gardening sailing cycling singing "
    "climbing knitting football tennis hiking skating juggling pottery sewing rowing yoga golf astronomy"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
COLOURS = "red green blue yellow black white grey brown orange purple pink silver gold".split()
EVENTS = "concert meeting lecture fair workshop festival race exhibition party market talk dinner".split()
PRODUCTS = "lamp chair bicycle phone camera radio kettle clock tent drill printer oven guitar boat".split()
BUILDINGS = "tower bridge castle library station museum theatre church hotel hall school palace".split()
GOODS = (
    "shoes lamps chairs books pens cups bikes clocks hats shirts boxes keys tables phones cameras "
    "candles carpets mirrors knives plates bottles toys coats gloves maps pumps tools drums kites"
).split()
TOPICS = (
    "birds whales music gardens rivers history mountains stars love ships cooking war trees wine trains "
    "bread dreams winter chess bees horses islands money rain volcanoes robots clouds stamps"
).split()
DISHES = "pizza soup salad rice noodles curry tacos burger sushi pasta toast pancakes".split()
ROOMS = "kitchen bedroom bathroom office garage hall cellar garden attic studio".split()
LANGUAGES = "French German Spanish Italian Polish Dutch Greek Turkish Japanese Hindi Swedish".split()
CURRENCIES = "EUR USD GBP JPY CHF SEK PLN INR".split()


def proper(rng):
    """An invented name, which no list holds."""
    return invented(rng).capitalize()


# How often a value is invented: enough to learn to copy, not so often that copying is all there is.
INVENTED = 0.07


def first(rng):
    return rng.choice(FIRST) if rng.random() > INVENTED else proper(rng)


def person(rng):
    return first(rng) if rng.random() < 0.5 else f"{first(rng)} {rng.choice(LAST)}"


def city(rng):
    return rng.choice(TOWNS) if rng.random() > INVENTED else proper(rng)


def company(rng):
    name = proper(rng) if rng.random() < INVENTED else rng.choice(LAST + WORDS).capitalize()
    return f"{name} {rng.choice(['Works', 'Ltd', 'Labs', 'Group'])}" if rng.random() < 0.5 else name


def day(rng):
    if rng.random() < 0.5:
        return rng.choice(DAYS)
    return f"{rng.randint(1, 28)} {rng.choice(MONTHS)}"


def clock(rng):
    return f"{rng.randint(0, 23)}:{rng.choice(['00', '15', '30', '45'])}"


def named(rng, kinds):
    """Something with a distinguishing word, such as "spring fair" or "Dalu tower"."""
    word = rng.choice(WORDS) if rng.random() > INVENTED else proper(rng)
    return f"{word} {rng.choice(kinds)}"


def title(rng):
    return " ".join(w.capitalize() for w in rng.sample(WORDS, rng.choice([1, 2, 2])))


def server(rng):
    word = rng.choice(WORDS) if rng.random() > INVENTED else invented(rng)
    return word + rng.choice(["", "", f"-{rng.randint(1, 20)}"])


def rare(rng, listed):
    """Mostly a listed word; sometimes any other, so that texts have to be read."""
    pick = rng.random()
    return rng.choice(listed) if pick < 0.8 else rng.choice(WORDS) if pick > INVENTED + 0.8 else invented(rng)


def words(rng):
    return " ".join(rng.choice(WORDS) for _ in range(rng.choice([1, 2, 2])))


def path(rng):
    folder = f"{rng.choice(WORDS)}/" if rng.random() < 0.4 else ""
    return folder + rng.choice(WORDS) + rng.choice([".txt", ".md", ".json", ".csv", ".py", ".pdf"])


def email(rng):
    return f"{first(rng).lower()}@{rng.choice(['example.com', 'example.org', 'mail.example'])}"


DRAWN = {
    "person": person,
    "first": first,
    "city": city,
    "company": company,
    "day": day,
    "clock": clock,
    "title": title,
    "book": title,
    "server": server,
    "words": words,
    "path": path,
    "email": email,
    "word": lambda rng: rng.choice(WORDS) if rng.random() > INVENTED else invented(rng),
    "event": lambda rng: named(rng, EVENTS),
    "product": lambda rng: named(rng, PRODUCTS),
    "building": lambda rng: named(rng, BUILDINGS),
    "job": lambda rng: rng.choice(JOBS),
    "hobby": lambda rng: rng.choice(HOBBIES),
    "colour": lambda rng: rng.choice(COLOURS),
    "goods": lambda rng: rare(rng, GOODS),
    "topic": lambda rng: rare(rng, TOPICS),
    "dish": lambda rng: rare(rng, DISHES),
    "room": lambda rng: rare(rng, ROOMS),
    "language": lambda rng: rng.choice(LANGUAGES),
    "currency": lambda rng: rng.choice(CURRENCIES),
    "symbol": lambda rng: "".join(rng.choice("ABCDEFGHIKLMNOPRSTVW") for _ in range(rng.randint(2, 4))),
    "sum": lambda rng: f"{rng.randint(1, 99)} {rng.choice('+-*/')} {rng.randint(1, 99)}",
    "small": lambda rng: rng.randint(2, 99),
    "few": lambda rng: rng.randint(2, 12),
    "money": lambda rng: rng.randint(2, 999),
    "year": lambda rng: rng.randint(1700, 2025),
    "port": lambda rng: rng.choice([rng.randint(80, 999), rng.randint(1000, 9999)]),
}


def value(rng, kind):
    """A value of a kind: text, or a whole number for kinds that count or measure."""
    return DRAWN[kind](rng)
