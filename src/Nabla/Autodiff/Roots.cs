namespace Nabla.Autodiff;

/// <summary>Where a backward pass starts.</summary>
internal static class Roots
{
    /// <summary>The vertex of a value.</summary>
    public static Node Of(Tensor y, string operation) => y.Node ?? throw new GraphException(
        $"{operation}: cannot differentiate {y.Describe()}: it has no graph. Was it computed without a tensor that requires a gradient, in a NoGrad scope, or detached?");

    /// <summary>The gradient at a root: what was given, or 1 for a scalar.</summary>
    public static Tensor Upstream(Tensor y, Tensor? upstream, string operation)
    {
        if (upstream is null)
        {
            if (y.ElementCount != 1)
                throw new GraphException($"{operation}: cannot start from {y.Describe()}: it has {y.ElementCount} elements, a gradient starts at 1. Sum it up, or pass the gradient at it.");
            return Tensor.Ones(y.Shape, y.DType);
        }
        if (upstream.Shape != y.Shape)
            throw new ShapeException($"{operation}: cannot start with a gradient {upstream.Shape}: the value's shape is {y.Shape}.", upstream.Shape, y.Shape);
        return upstream.Cast(y.DType);
    }
}
