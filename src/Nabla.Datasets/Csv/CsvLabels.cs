namespace Nabla.Data;

/// <summary>What the label column of a CSV file holds.</summary>
public enum CsvLabels
{
    /// <summary>Classes, unless every label is a number and one of them has a fraction: then numbers.</summary>
    Automatic,

    /// <summary>Classes: names or numbers, a class for each different value.</summary>
    Classes,

    /// <summary>Numbers to predict.</summary>
    Numbers,

    /// <summary>There is no label column: every column is a feature.</summary>
    None,
}
