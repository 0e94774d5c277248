using Nabla.Autodiff;

namespace Nabla;

/// <summary>Derivatives as functions: they store nothing in tensors.</summary>
public static partial class Gradient
{
    /// <summary>∂y/∂x for several tensors in one backward pass.</summary>
    /// <param name="y">What is differentiated: a scalar, unless <paramref name="upstream"/> is given.</param>
    /// <param name="xs">What it is differentiated by: leaves or values on the way; one that y does not depend on gives zeros.</param>
    /// <param name="upstream">The gradient at y, of its shape; 1 unless given.</param>
    /// <param name="keepGraph">Whether the graph may be walked again; what it saved is freed otherwise.</param>
    /// <param name="createGraph">Whether the result is itself differentiable, for higher orders; keeps the graph too.</param>
    /// <returns>A gradient for each of <paramref name="xs"/>, of its shape.</returns>
    /// <exception cref="GraphException">y has no graph, is no scalar and has no upstream gradient, or the graph was freed or changed.</exception>
    /// <exception cref="ShapeException"><paramref name="upstream"/> has another shape than y.</exception>
    public static Tensor[] Of(Tensor y, IReadOnlyList<Tensor> xs, Tensor? upstream = null, bool keepGraph = false, bool createGraph = false)
    {
        for (int i = 0; i < xs.Count; i++)
            if (xs[i].Node is null)
                throw new GraphException($"Gradient.Of: cannot differentiate by {xs[i].Describe()}, number {i}: it is a constant. Call RequireGrad() on it before it is used.");
        var collector = new GradientCollector(xs);
        if (createGraph)
        {
            Walk.Backward(Roots.Of(y, "Gradient.Of"), Roots.Upstream(y, upstream, "Gradient.Of"), keepGraph: true, collector);
        }
        else
        {
            using (new NoGrad())
                Walk.Backward(Roots.Of(y, "Gradient.Of"), Roots.Upstream(y, upstream, "Gradient.Of"), keepGraph, collector);
        }
        var gradients = new Tensor[xs.Count];
        for (int i = 0; i < gradients.Length; i++) gradients[i] = collector[i];
        return gradients;
    }

    /// <summary>∂y/∂x.</summary>
    /// <param name="y">What is differentiated: a scalar, unless <paramref name="upstream"/> is given.</param>
    /// <param name="x">What it is differentiated by: a leaf or a value on the way.</param>
    /// <param name="upstream">The gradient at y, of its shape; 1 unless given.</param>
    /// <param name="keepGraph">Whether the graph may be walked again.</param>
    /// <param name="createGraph">Whether the result is itself differentiable, for higher orders; keeps the graph too.</param>
    /// <returns>The gradient, of x's shape.</returns>
    /// <exception cref="GraphException">y has no graph, is no scalar and has no upstream gradient, or the graph was freed or changed.</exception>
    public static Tensor Of(Tensor y, Tensor x, Tensor? upstream = null, bool keepGraph = false, bool createGraph = false) =>
        Of(y, [x], upstream, keepGraph, createGraph)[0];

    /// <summary>The vector–Jacobian product vᵀ·∂f/∂x by one backward pass.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">The point.</param>
    /// <param name="v">The vector, of the shape of f(x).</param>
    /// <returns>f(x), and the product, of x's shape.</returns>
    public static (Tensor Value, Tensor Product) Vjp(Func<Tensor, Tensor> f, Tensor x, Tensor v)
    {
        Tensor leaf = x.RequireGrad();
        Tensor y = f(leaf);
        return (y.Detach(), y.Node is null ? Tensor.Zeros(x.Shape, x.DType) : Of(y, leaf, v));
    }

    /// <summary>The Jacobian–vector product ∂f/∂x·v by one pass forward over the graph.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">The point.</param>
    /// <param name="v">The direction, of x's shape.</param>
    /// <returns>f(x), and the product, of f(x)'s shape.</returns>
    /// <exception cref="ShapeException"><paramref name="v"/> has another shape than x.</exception>
    public static (Tensor Value, Tensor Product) Jvp(Func<Tensor, Tensor> f, Tensor x, Tensor v)
    {
        if (v.Shape != x.Shape) throw new ShapeException($"Gradient.Jvp: cannot move {x.Shape} along {v.Shape}: the shapes differ.", x.Shape, v.Shape);
        Tensor leaf = x.RequireGrad();
        Tensor y = f(leaf);
        using (new NoGrad()) return (y.Detach(), ForwardMode.Tangent(y, leaf, v));
    }

    /// <summary>The product of the Hessian of a scalar function with a vector: the gradient of a directional derivative.</summary>
    /// <param name="f">The function, to a scalar.</param>
    /// <param name="x">The point.</param>
    /// <param name="v">The vector, of x's shape.</param>
    /// <returns>f(x), and the product, of x's shape.</returns>
    public static (Tensor Value, Tensor Product) Hvp(Func<Tensor, Tensor> f, Tensor x, Tensor v)
    {
        Tensor leaf = x.RequireGrad();
        Tensor y = f(leaf);
        if (y.Node is null) return (y, Tensor.Zeros(x.Shape, x.DType));
        Tensor slope = Of(y, leaf, createGraph: true);
        return (y.Detach(), slope.Node is null ? Tensor.Zeros(x.Shape, x.DType) : Of(slope, leaf, v));
    }

    /// <summary>The matrix of all derivatives ∂f(x)ᵢ/∂xⱼ.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">The point.</param>
    /// <param name="forward">Whether it is found column by column, a forward pass an input, instead of row by row, a backward pass an output.</param>
    /// <returns>A tensor of the shape of f(x) followed by that of x.</returns>
    /// <exception cref="ShapeException">Both shapes together have more than <see cref="Shape.MaxRank"/> axes.</exception>
    public static Tensor Jacobian(Func<Tensor, Tensor> f, Tensor x, bool forward = false)
    {
        Tensor leaf = x.RequireGrad();
        Tensor y = f(leaf);
        Shape shape = y.Shape.Concat(x.Shape);
        if (y.Node is null || shape.ElementCount == 0) return Tensor.Zeros(shape, x.DType);
        using var noGrad = new NoGrad();
        Tensor[] rows = [.. Units(forward ? x : y).Select(unit => forward ? ForwardMode.Tangent(y, leaf, unit) : Of(y, leaf, unit, keepGraph: true))];
        Tensor matrix = Tensor.Stack([.. rows.Select(row => row.Reshape([-1]))], forward ? 1 : 0);
        return matrix.Reshape(shape);
    }

    /// <summary>The matrix of second derivatives of a scalar function.</summary>
    /// <param name="f">The function, to a scalar.</param>
    /// <param name="x">The point.</param>
    /// <returns>A tensor of x's shape twice.</returns>
    public static Tensor Hessian(Func<Tensor, Tensor> f, Tensor x) =>
        Jacobian(leaf =>
        {
            Tensor y = f(leaf);
            return y.Node is null ? Tensor.Zeros(x.Shape, x.DType) : Of(y, leaf, createGraph: true);
        }, x);

    /// <summary>The unit vectors of a tensor's space, in row-major order.</summary>
    static IEnumerable<Tensor> Units(Tensor like)
    {
        for (int i = 0; i < like.ElementCount; i++)
        {
            int place = i;
            yield return Tensor.Generate(like.Shape, like.DType, j => j == place ? 1 : 0);
        }
    }
}
