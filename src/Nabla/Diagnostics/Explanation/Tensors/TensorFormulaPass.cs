using System.Globalization;

namespace Nabla.Diagnostics;

/// <summary>The passes over a formula of tensors: each vertex is the library's own operation, differentiated by itself.</summary>
internal sealed class TensorFormulaPass(FormulaGraph graph)
{
    readonly IReadOnlyList<FormulaVertex> vertices = graph.Vertices;
    readonly Tensor[] values = new Tensor[graph.Vertices.Count];
    readonly Tensor?[] gradients = new Tensor?[graph.Vertices.Count];

    public TensorExplanation Run(IReadOnlyDictionary<string, Tensor> at, Tensor? upstream)
    {
        FormulaNames.RefuseUnused(graph, at.Keys);
        using (new NoGrad()) Forward(at);
        gradients[^1] = Start(upstream);
        TensorVertex[] explained = Backward();
        var gradient = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (TensorVertex vertex in explained)
            if (vertices[vertex.Id].IsName) gradient.Add(vertex.Operation, vertex.Gradient);
        return new TensorExplanation(graph, explained, gradient);
    }

    void Forward(IReadOnlyDictionary<string, Tensor> at)
    {
        for (int i = 0; i < values.Length; i++)
        {
            FormulaVertex vertex = vertices[i];
            if (vertex.Operation is not null) values[i] = Applied(vertex);
            else if (vertex.Number is { } number) values[i] = Tensor.Scalar(number, DType.Float64);
            else if (at.TryGetValue(vertex.Text, out Tensor? value)) values[i] = value.Detach().Cast(DType.Float64);
            else throw FormulaNames.Missing(graph, vertex, at.Keys);
        }
    }

    Tensor Applied(FormulaVertex vertex)
    {
        Tensor[] inputs = Inputs(vertex);
        try
        {
            Tensor value = vertex.Operation!.Apply(inputs);
            RefuseUndefined(vertex, inputs, value);
            return value;
        }
        catch (NablaException e) when (e is ShapeException or IndexException or DTypeException)
        {
            string shapes = string.Join(" and ", inputs.Select(x => x.Shape.ToString()));
            throw new FormulaException(FormulaError.Shape, $"{vertex.Text} cannot be applied to {shapes}: {e.Message}", graph.Text, vertex.Place);
        }
    }

    /// <summary>A value that is not finite though all inputs are: names the first element, and for numbers the cause.</summary>
    void RefuseUndefined(FormulaVertex vertex, Tensor[] inputs, Tensor value)
    {
        double[] elements = value.ToDoubles();
        int bad = Array.FindIndex(elements, y => !double.IsFinite(y));
        if (bad < 0 || inputs.Any(x => x.ToDoubles().Any(e => !double.IsFinite(e)))) return;
        string where = value.Rank == 0 ? "" : $" (element {Index(value.Shape, bad)})";
        if (vertex.Operation!.IsElementwise && vertex.Operation.NameOf(inputs) == vertex.Operation.Name)
            throw UndefinedValue.At(graph.Text, vertex, [.. inputs.Select(x => x.Expand(value.Shape).ToDoubles()[bad])], elements[bad], where);
        throw new FormulaException(FormulaError.Domain, $"{vertex.Text} has no finite value at these inputs{where}.", graph.Text, vertex.Place);
    }

    Tensor Start(Tensor? upstream)
    {
        Tensor result = values[^1];
        FormulaPlace place = vertices[^1].Place;
        if (upstream is null)
        {
            return result.ElementCount == 1 ? Tensor.Ones(result.Shape, DType.Float64) : throw new FormulaException(FormulaError.Shape, string.Create(CultureInfo.InvariantCulture,
                $"the result has the shape {result.Shape}, but a gradient starts at one number. Sum it up, as sum(…), or give the gradient at it (--upstream)."), graph.Text, place);
        }
        return upstream.Shape == result.Shape ? upstream.Detach().Cast(DType.Float64) : throw new FormulaException(FormulaError.Shape,
            $"the gradient given at the result has the shape {upstream.Shape}, the result {result.Shape}.", graph.Text, place);
    }

    TensorVertex[] Backward()
    {
        var explained = new TensorVertex[values.Length];
        for (int i = values.Length - 1; i >= 0; i--)
        {
            FormulaVertex vertex = vertices[i];
            Tensor[] inputs = Inputs(vertex);
            Tensor dy = gradients[i] ??= Tensor.Zeros(values[i].Shape, DType.Float64);
            TensorEdge[] edges = vertex.Operation is { } operation ? Edges(vertex, operation, inputs, dy) : [];
            using (new NoGrad())
            {
                foreach (TensorEdge edge in edges) gradients[edge.To] = gradients[edge.To] is { } sum ? sum + edge.Product : edge.Product;
            }
            explained[i] = new TensorVertex(i, vertex.Operation?.NameOf(inputs) ?? vertex.Text, vertex.Inputs, values[i].Shape, values[i], dy, edges,
                vertex.IsName ? vertex.Text : vertex.Bound, vertex.Text);
        }
        return explained;
    }

    static TensorEdge[] Edges(FormulaVertex vertex, FormulaOperation operation, Tensor[] inputs, Tensor dy)
    {
        Tensor[] leaves = [.. inputs.Select(x => x.RequireGrad())];
        Tensor y = operation.Apply(leaves);
        // Only what is an input as it stands (a transposed vector) has no vertex of its own.
        Tensor[] products = Gradient.Of(y, leaves, dy, keepGraph: true);
        return [.. products.Select((product, j) => new TensorEdge(j, vertex.Inputs[j], Jacobians.Of(y, leaves[j]), LocalDerivative.Of(operation, j, inputs, y), product))];
    }

    Tensor[] Inputs(FormulaVertex vertex) => [.. vertex.Inputs.Select(i => values[i])];

    static string Index(Shape shape, int flat)
    {
        var places = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            places[axis] = flat % shape[axis];
            flat /= shape[axis];
        }
        return $"[{string.Join(", ", places)}]";
    }
}
