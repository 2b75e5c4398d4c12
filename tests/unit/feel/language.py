"""The supported language, row by row: what is written and what it yields. The README's table and its tests are made of this."""

from __future__ import annotations

# Names that the rows read: x = 5, name = "Anna", due = 2024-02-29, list = [1, 2, 3, 4], Monthly Salary = 10000, none = null,
# people = [{name: "Anna", age: 30}, {name: "Bo", age: 40}].
SCOPE = """{x: 5, name: "Anna", due: @"2024-02-29", list: [1, 2, 3, 4], "Monthly Salary": 10000, none: null,
            people: [{name: "Anna", age: 30}, {name: "Bo", age: 40}]}"""

Row = tuple[str, str]

LANGUAGE: dict[str, list[Row]] = {
    "Literals": [
        ("1.50 = 1.5", "true"), ("1e3", "1000"), (".5", "0.5"), ('"\\u4F60\\n"', '"你\n"'), ("true and null", "null"),
        ('@"2024-02-29"', 'date("2024-02-29")'), ('@"10:30:00@Asia/Shanghai"', 'time("10:30:00@Asia/Shanghai")'),
        ('@"-12345-06-07"', 'date(-12345, 6, 7)'), ('@"P1DT2H"', 'duration("PT26H")'), ('@"P14M"', 'duration("P1Y2M")'),
        ("/* a comment */ 1 // another", "1"),
    ],
    "Names": [
        ("Monthly Salary * 12", "120000"), ("`Monthly Salary` / 10", "1000"), ("{a+b: 1, c: a+b + 1}.c", "2"),
        ('{"first name": "Bo"}.first name', '"Bo"'),
    ],
    "Names of one's own": [
        ("{Date of birth: due}.Date of birth.year", "2024"), ("{order: 1, note: 2}.order", "1"), ("{if: 1}.if", "1"),
        ("{client's age: 40, r: client's age + 1}.r", "41"),
        ("for my item in list return my item", "list"), ("{item count: 2, r: item count * 2}.r", "4"),
    ],
    "Arithmetic": [
        ("4 * 0.3 + 5 * 0.3 + 3 * 0.2 + 5 * 0.2 = 4.3", "true"), ("1 / 3", "0.3333333333333333333333333333333333"),
        ("2 ** -2", "0.25"), ("-5 ** 2", "25"), ("1 / 0", "null"), ("0 ** -1", "null"), ('"a" + "b"', '"ab"'), ('1 + "b"', "null"),
        ('due + @"P1Y"', '@"2025-02-28"'), ('due + @"P1D"', '@"2024-03-01"'), ('due - @"2024-01-31"', '@"P29D"'),
        ('@"2024-01-31T10:00:00Z" + @"P1M"', '@"2024-02-29T10:00:00Z"'), ('@"23:30:00" + @"PT1H"', '@"00:30:00"'),
        ('@"P1D" * 1.5', '@"PT36H"'), ('@"P1D" / @"PT8H"', "3"), ('-@"P1Y"', '@"-P1Y"'),
    ],
    "Comparison": [
        ("1 = 1.0", "true"), ('1 = "1"', "null"), ("null = null", "true"), ("[1, {a: 2}] = [1, {a: 2}]", "true"),
        ("x between 1 and 5", "true"), ("x in (1, > 4)", "true"), ("x in [1..5)", "false"), ("x in ]1..5]", "true"),
        ('"b" in ["a".."c"]', "true"), ('@"2024-02-29T00:00:00+08:00" = @"2024-02-28T16:00:00Z"', "true"),
        ('@"10:00:00" < @"11:00:00"', "true"),
        ('@"2024-02-29T10:00:00" < @"2024-02-29T11:00:00+08:00"', "true"), ('@"10:00:00" = @"10:00:00Z"', "null"), ("none > 1", "null"), ("(< 10) = (< 10)", "true"), ("x != 4 and x != 6", "true"),
    ],
    "Logic": [
        ("true or null", "true"), ("false and null", "false"), ("null or false", "null"), ('if x > 3 then "big" else "small"', '"big"'),
        ("if none then 1 else 2", "2"),
    ],
    "Lists": [
        ("list[1]", "1"), ("list[-1]", "4"), ("list[9]", "null"), ("list[item > 2]", "[3, 4]"), ("people[age > 35].name", '["Bo"]'),
        ("people[1].name", '"Anna"'), ("people.age", "[30, 40]"), ("x[1]", "5"),
    ],
    "Loops": [
        ("for i in list return i * 2", "[2, 4, 6, 8]"), ("for i in 3..1 return i", "[3, 2, 1]"),
        ("for i in 1..3, j in [10] return i * j", "[10, 20, 30]"),
        ("for i in 1..4 return if i < 3 then 1 else partial[-1] + partial[-2]", "[1, 1, 2, 3]"),
        ('for d in @"2024-02-28"..@"2024-03-01" return d.day', "[28, 29, 1]"),
        ("some i in list satisfies i > 3", "true"), ("every p in people, i in list satisfies p.age > i", "true"),
    ],
    "Contexts and paths": [
        ("{a: 1, b: a + 1}", "{a: 1, b: 2}"), ("{a: {b: 1}}.a.b", "1"), ("{}.a", "null"), ("due.year", "2024"), ("due.weekday", "4"),
        ('@"2024-02-29T10:30:00+08:00".time offset', '@"PT8H"'), ('@"10:30:00@Asia/Tokyo".timezone', '"Asia/Tokyo"'),
        ('@"P1DT2H".hours', "2"), ('@"10:30:07.25".second', "7.25"), ('@"-PT1M2.5S".seconds', "-2.5"), ('@"P14M".years', "1"), ("[1..10).end included", "false"),
    ],
    "Functions": [
        ("(function(a, b) a + b)(1, 2)", "3"), ("(function(a: string) a)(1)", "null"),
        ("{twice: function(n: number) n * 2, r: twice(n: 4)}.r", "8"), ("(function(a, b) [a, b])(b: 2)", "[null, 2]"),
        ("(function(a) a)(b: 2)", "null"),
        ("{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(20)}.r", "2432902008176640000"),
    ],
    "Types": [
        ("x instance of number", "true"), ("list instance of list<number>", "true"), ("null instance of string", "false"),
        ("{a: 1} instance of context<a: number>", "true"), ("[1..2] instance of range<number>", "true"),
        ("(function(a) a) instance of function<Any> -> Any", "true"),
        ("abs instance of function<number> -> number", "true"), ("list instance of list", "true"), ("due instance of date and time", "false"),
    ],
    "Conversion functions": [
        ('date("2024-02-29")', "due"), ("date(2024, 2, 29)", "due"), ('date(@"2024-02-29T10:00:00")', "due"), ('date("2024-02-30")', "null"),
        ('date and time("2024-02-29T10:00:00Z")', '@"2024-02-29T10:00:00Z"'), ('date and time(due, @"10:00:00")', '@"2024-02-29T10:00:00"'),
        ('time("10:30:00")', '@"10:30:00"'), ('time("10:30:00z")', '@"10:30:00Z"'),
        ('date and time("2024-02-29T24:00:00")', '@"2024-03-01T00:00:00"'), ('time(10, 30, 0, @"PT8H")', '@"10:30:00+08:00"'), ('duration("P1D")', '@"P1D"'),
        ('years and months duration(@"2024-01-31", due)', '@"P0M"'), ('number("1.234,5", ".", ",")', "1234.5"), ('number("x")', "null"),
        ("string(1.50)", '"1.50"'), ('string([1, "a", {b: null}])', '"[1, \\"a\\", {b: null}]"'), ('2 in range("[1..3]")', "true"),
        ("not(true)", "false"),
    ],
    "String functions": [
        ('substring("回响系统", -2)', '"系统"'), ("string length(name)", "4"), ("upper case(name)", '"ANNA"'), ("lower case(name)", '"anna"'),
        ('substring before("a-b", "-")', '"a"'), ('substring after("a-b", "-")', '"b"'), ('contains(name, "nn")', "true"),
        ('starts with(name, "A")', "true"), ('ends with(name, "A")', "false"), ('matches("AB-12", "^[A-Z]+-\\d+$")', "true"),
        ('replace("2024-02", "(\\d+)-(\\d+)", "$2/$1")', '"02/2024"'), ('split("a;b;;", ";")', '["a", "b", "", ""]'),
        ('string join(["a", null, "b"], "-")', '"a-b"'),
    ],
    "List functions": [
        ("list contains(list, 3)", "true"), ("count(list)", "4"), ("min(3, 1, 2)", "1"), ('max(["a", "b"])', '"b"'), ("sum(list)", "10"),
        ("mean(list)", "2.5"), ("all([true, null])", "null"), ("any([true, null])", "true"), ("sublist(list, 2, 2)", "[2, 3]"),
        ("append([1], 2, [3])", "[1, 2, [3]]"), ("concatenate([1], [2, 3])", "[1, 2, 3]"), ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
        ("remove(list, 1)", "[2, 3, 4]"), ("list replace(list, 2, 9)", "[1, 9, 3, 4]"),
        ("list replace(list, function(item, new) item > 2, 0)", "[1, 2, 0, 0]"), ("reverse(list)", "[4, 3, 2, 1]"),
        ("index of([1, 2, 1], 1)", "[1, 3]"), ("union([1, 2], [2, 3])", "[1, 2, 3]"), ("distinct values([1, 1.0, 2])", "[1, 2]"),
        ("flatten([1, [2, [3]]])", "[1, 2, 3]"), ("product([2, 3, 4])", "24"), ("median([8, 2, 5, 3])", "4"),
        ("stddev([1, 3])", "sqrt(2)"), ("mode([3, 1, 3, 1, 2])", "[1, 3]"), ("sort(list, function(a, b) a > b)", "[4, 3, 2, 1]"),
    ],
    "Number functions": [
        ("decimal(2.5, 0)", "2"), ("string(decimal(5, 2))", '"5.00"'), ("decimal(1, 6176)", "1"), ("floor(-1.5)", "-2"), ("ceiling(1.21, 1)", "1.3"), ("round up(1.1, 0)", "2"), ("round down(-1.9, 0)", "-1"),
        ("round half up(2.5, 0)", "3"), ("round half down(2.5, 0)", "2"), ("abs(-1)", "1"), ("modulo(-12, 5)", "3"), ("sqrt(16)", "4"),
        ("decimal(log(10), 6)", "2.302585"), ("decimal(exp(1), 6)", "2.718282"), ("odd(5)", "true"), ("even(5)", "false"),
    ],
    "Context functions": [
        ('get value({a: 1}, "a")', "1"), ('get value({a: {b: 1}}, ["a", "b"])', "1"), ("get entries({a: 1})", '[{key: "a", value: 1}]'),
        ('context([{key: "a", value: 1}])', "{a: 1}"), ('context put({a: 1}, "b", 2)', "{a: 1, b: 2}"),
        ("context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"), ('is(@"10:00:00Z", @"18:00:00+08:00")', "false"),
    ],
    "Day and clock functions": [
        ("day of year(due)", "60"), ("day of week(due)", '"Thursday"'), ("month of year(due)", '"February"'), ("week of year(due)", "9"),
        ("now()", '@"2024-02-29T20:00:00@Asia/Shanghai"'), ("today()", "due"),
    ],
    "Range functions": [
        ("before(1, [2..3])", "true"), ("after([2..3], 1)", "true"), ("before(range: [1..2], point: 3)", "true"), ("meets([1..2], [2..3])", "true"), ("met by([2..3], [1..2])", "true"),
        ("overlaps([1..3], [2..4])", "true"), ("overlaps before([1..3], [2..4])", "true"), ("overlaps after([2..4], [1..3])", "true"),
        ("finishes(3, [1..3])", "true"), ("finished by([1..3], 3)", "true"), ("includes([1..3], 2)", "true"), ("during(2, [1..3])", "true"),
        ("starts([1..2], [1..3])", "true"), ("started by([1..3], 1)", "true"), ("coincides([1..3], [1..3])", "true"),
    ],
    "Camunda 8's functions, which the standard lacks": [
        ("is defined(x)", "true"), ("is defined(none)", "false"), ("is defined(nobody.address)", "false"), ("get or else(none, 7)", "7"),
        ("get or else(x, 7)", "5"), ("get or else(people[3].name, \"nobody\")", '"nobody"'), ('is blank(" \\t ")', "true"), ("is blank(name)", "false"),
        ('trim("  two words ")', '"two words"'), ('extract("A-17, B-4", "[A-Z]-\\d+")', '["A-17", "B-4"]'), ('to base64("回响")', '"5Zue5ZON"'),
        ("is empty([])", "true"), ("duplicate values([3, 1, 3, 1, 2])", "[3, 1]"), ("partition(list, 3)", "[[1, 2, 3], [4]]"),
        ("partition(list, 0)", "null"), ("last day of month(due)", "due"), ('last day of month(@"2023-02-01T10:00:00")', '@"2023-02-28"'),
        ('from json("{\\"a\\": [1.50, null]}")', "{a: [1.5, null]}"), ('from json("{")', "null"), ('from json("NaN")', "null"),
        ('to json({a: [1.50, null], "b": due})', '"{\\"a\\":[1.50,null],\\"b\\":\\"2024-02-29\\"}"'), ("to json([1..2])", "null"),
        ('to json(@"2024-02-29T10:00:00@Asia/Shanghai")', '"\\"2024-02-29T10:00:00+08:00[Asia/Shanghai]\\""'),
    ],
}

# A cell, an input value, and whether the cell holds for it.
CELLS: list[tuple[str, str, str]] = [
    ("-", "null", "true"), ('"a", "b"', '"b"', "true"), ("not(1, 2)", "3", "true"), ("[1..10)", "10", "false"), ("< 5, > 8", "9", "true"),
    ("> x", "6", "true"), ("list", "3", "true"), ('contains(?, "nn")', '"Anna"', "true"), ("? > 3 and ? < x", "4", "true"), ("null", "null", "true"),
    ("true", "false", "false"), ("true", "null", "false"), ("x > 4", "7", "true"), ('< @"2024-03-01"', "due", "true"), ("> 5", '"a"', "null"),
]
