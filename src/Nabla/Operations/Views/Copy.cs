using Nabla.Backends;

namespace Nabla.Operations;

/// <summary>A contiguous copy.</summary>
/// <remarks>The gradient passes unchanged.</remarks>
public sealed class Copy : Operation
{
    internal Copy()
    {
    }

    internal Tensor Of(Tensor x) => Apply(x);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], y = Tensor.Allocate(x.Shape, x.DType);
        Backend.Current.Copy(x, y);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => dy;

    /// <summary>Writes a value over a tensor of the same shape and type, in place, all threads at once; a graph that saved the old value notices.</summary>
    internal static void Over(Tensor target, Tensor value)
    {
        if (!target.HasStorage || ReferenceEquals(target.Storage, value.Storage))
        {
            target.Overwrite(value);
            return;
        }
        Backend.Current.Copy(value, target);
        target.Storage.Touch();
    }
}
