namespace Nabla.Data;

/// <summary>What the embedded tables are called and what their columns mean.</summary>
static class SmallTables
{
    static readonly CsvTableOptions NoHeader = new() { HasHeader = false };

    // The first line of scikit-learn's files: rows, columns, names of the classes.
    static readonly CsvTableOptions SizesFirst = new() { HasHeader = false, SkippedLines = 1 };

    static readonly string[] CellMeasures =
    [
        "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry", "fractal dimension",
    ];

    public static Dataset Digits() => EmbeddedTable.Create("digits", "digits.csv.gz", NoHeader,
        [.. Enumerable.Range(0, 64).Select(i => Invariant($"pixel_{i / 8}_{i % 8}"))],
        [.. Enumerable.Range(0, 10).Select(i => i.ToString(CultureInfo.InvariantCulture))],
        trainCount: 1442, testCount: 355, scale: 16);

    public static Dataset Iris() => EmbeddedTable.Create("iris", "iris.csv", SizesFirst,
        ["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"],
        ["setosa", "versicolor", "virginica"],
        trainCount: 120, testCount: 30);

    public static Dataset Wine() => EmbeddedTable.Create("wine", "wine.csv", SizesFirst,
        [
            "alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols", "flavanoids", "nonflavanoid_phenols",
            "proanthocyanins", "color_intensity", "hue", "od280/od315_of_diluted_wines", "proline",
        ],
        ["class_0", "class_1", "class_2"],
        trainCount: 144, testCount: 34);

    public static Dataset BreastCancer() => EmbeddedTable.Create("breast-cancer", "breast_cancer.csv", SizesFirst,
        [.. CellMeasures.Select(m => "mean " + m), .. CellMeasures.Select(m => m + " error"), .. CellMeasures.Select(m => "worst " + m)],
        ["malignant", "benign"],
        trainCount: 456, testCount: 113);

    public static Dataset Diabetes() => EmbeddedTable.Create("diabetes", "diabetes.csv", new CsvTableOptions { HasHeader = true },
        ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"],
        [],
        trainCount: 354, testCount: 88);
}
