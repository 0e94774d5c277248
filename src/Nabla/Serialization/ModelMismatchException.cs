namespace Nabla.Serialization;

/// <summary>A file holds other tensors than a model expects.</summary>
public sealed class ModelMismatchException : NablaException
{
    /// <summary>An error about names.</summary>
    /// <param name="file">Path or name of the file.</param>
    /// <param name="missing">What the model expects and the file has not.</param>
    /// <param name="unexpected">What the file has and the model does not know.</param>
    public ModelMismatchException(string file, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected)
        : base($"model: cannot load {file}: {Listed(missing, "missing")}{(missing.Count > 0 && unexpected.Count > 0 ? "; " : "")}{Listed(unexpected, "unexpected")}.") =>
        (Missing, Unexpected) = (missing, unexpected);

    /// <summary>What the model expects and the file has not.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>What the file has and the model does not know.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    static string Listed(IReadOnlyList<string> names, string what) => names.Count == 0 ? "" :
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{names.Count} {what}: {string.Join(", ", names)}");
}
