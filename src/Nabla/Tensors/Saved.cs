namespace Nabla;

/// <summary>A value that a vertex keeps for its derivative, with the version it had then.</summary>
internal readonly struct Saved(Tensor? tensor)
{
    readonly int version = Wanted(tensor);

    /// <summary>Whether a value is there.</summary>
    public bool IsPresent => tensor is not null;

    /// <summary>The value where it is there and as it was; else null.</summary>
    public Tensor? Unchanged => tensor is not null && (tensor.IsReleased || tensor.Version == version) ? tensor : null;

    /// <summary>The value.</summary>
    /// <param name="operation">The vertex that saved it, for the error.</param>
    /// <exception cref="GraphException">The graph was freed, or the value changed since.</exception>
    public Tensor Value(string operation)
    {
        if (tensor is null)
            throw new GraphException($"{operation}: cannot walk this graph backward again: its saved values were freed after the first walk. Pass keepGraph: true to the earlier call.");
        if (tensor.Version != version)
            throw new GraphException($"{operation}: cannot differentiate: {tensor.Describe()} was changed in place after the operation saved it (version {tensor.Version}, saved at {version}). Compute the graph again after an update.");
        return tensor;
    }

    /// <summary>The version of a value that will be read again.</summary>
    static int Wanted(Tensor? tensor)
    {
        if (tensor is null) return 0;
        tensor.Want();
        return tensor.Version;
    }
}
