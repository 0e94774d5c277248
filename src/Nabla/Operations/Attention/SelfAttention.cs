using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>Attention of sequences to themselves in one pass, from queries, keys and values side by side; the definition is that of <see cref="Attention"/>.</summary>
/// <remarks>Heads are views, and their gradients are written where they belong: nothing is copied.</remarks>
public sealed class SelfAttention : Operation
{
    readonly int heads;
    readonly Tensor? mask;
    readonly Tensor? factors;
    readonly bool causal;
    readonly double scale;
    Tensor? logSums;

    internal SelfAttention(int heads, Tensor? mask, Tensor? factors, bool causal, double scale) =>
        (this.heads, this.mask, this.factors, this.causal, this.scale) = (heads, mask, factors, causal, scale);

    internal Tensor Of(Tensor x) => Apply(x);

    /// <summary>Part <paramref name="part"/> (queries, keys, values) of <c>[N, T, 3·H·d]</c>, as <c>[N, H, T, d]</c>: a view.</summary>
    internal static Tensor Heads(Tensor x, int heads, int part) => ByHead(x.Narrow(-1, part * x.Shape[2] / 3, x.Shape[2] / 3), heads);

    /// <summary><c>[N, H, T, d]</c> as <c>[N, T, H·d]</c>.</summary>
    internal static Tensor Joined(Tensor x) => x.Transpose(1, 2).Flatten(2);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs | Saves.Output;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], y = Tensor.Allocate(x.Shape.With(-1, x.Shape[2] / 3), x.DType);
        logSums = Tensor.Allocate([x.Shape[0], heads, x.Shape[1]], x.DType);
        Backend.Current.Attend(Operands(x), new(y, heads), logSums);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy)
    {
        Tensor x = SavedInput(0);
        if (NoGrad.IsRecording)
        {
            Tensor upstream = ByHead(dy, heads);
            Tensor q = Heads(x, heads, 0), k = Heads(x, heads, 1), v = Heads(x, heads, 2);
            return Tensor.Cat([.. Enumerable.Range(0, 3).Select(i => Joined(AttentionGradient.Of(i, q, k, v, mask, factors, causal, scale, upstream)))], -1);
        }
        Tensor dx = Tensor.Allocate(x.Shape, x.DType);
        Backend.Current.AttendBackward(Operands(x), new(SavedOutput, heads), logSums!, new(dy, heads), Part(dx, 0), Part(dx, 1), Part(dx, 2));
        return dx;
    }

    AttentionOperands Operands(Tensor x)
    {
        Shape scores = [x.Shape[0], heads, x.Shape[1], x.Shape[1]];
        return new(Part(x, 0), Part(x, 1), Part(x, 2), mask?.Expand(scores), factors, scale, causal);
    }

    Sequences Part(Tensor x, int part) => new(x, heads, part, 3);

    static Tensor ByHead(Tensor x, int heads) => x.Reshape([x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads]).Transpose(1, 2);
}
