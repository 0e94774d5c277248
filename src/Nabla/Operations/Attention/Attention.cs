using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>Attention in one pass that keeps no scores; the definition is the composite of product, softmax and product.</summary>
/// <remarks>
/// ∂L/∂V = Pᵀ·dy; ∂L/∂S = P∘(dP − rowsum(P∘dP)) with dP = dy·Vᵀ; ∂L/∂Q = ∂L/∂S·K·scale; ∂L/∂K = ∂L/∂Sᵀ·Q·scale. An ordinary backward pass
/// computes the three together, from weights that are computed again; one that is recorded computes them in tensor operations, of the definition.
/// </remarks>
public sealed class Attention : Operation
{
    readonly Tensor? mask;
    readonly Tensor? factors;
    readonly bool causal;
    readonly double scale;
    Tensor? logSums;
    JointGradients? ready;

    internal Attention(Tensor? mask, Tensor? factors, bool causal, double scale) => (this.mask, this.factors, this.causal, this.scale) = (mask, factors, causal, scale);

    internal Tensor Of(Tensor query, Tensor key, Tensor value) => Apply(query, key, value);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs | Saves.Output;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        AttentionOperands operands = Operands(inputs[0], inputs[1], inputs[2]);
        Tensor q = operands.Query.Memory, y = Like(q, operands.Value.Shape[^1]);
        logSums = Tensor.Allocate(q.Shape.Without(-1), y.DType);
        Backend.Current.Attend(operands, y, logSums);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy)
    {
        Tensor q = SavedInput(0), k = SavedInput(1), v = SavedInput(2);
        if (NoGrad.IsRecording) return AttentionGradient.Of(input, q, k, v, mask, factors, causal, scale, dy);
        return (JointGradients.Kept(ref ready, input, dy) ?? Together(q, k, v, dy, input)).Take(input, ref ready);
    }

    JointGradients Together(Tensor q, Tensor k, Tensor v, Tensor dy, int input)
    {
        AttentionOperands operands = Operands(q, k, v);
        Tensor? For(int i, in Sequences like) => i == input || Input(i) is not null ? Like(like.Memory, like.Shape[^1]) : null;
        Tensor? dq = For(0, operands.Query), dk = For(1, operands.Key), dv = For(2, operands.Value);
        Backend.Current.AttendBackward(operands, SavedOutput, logSums!, dy, Wanted(dq), Wanted(dk), Wanted(dv));
        return new(dy, dq, dk, dv);
    }

    AttentionOperands Operands(Tensor q, Tensor k, Tensor v)
    {
        Shape batch = Shape.Broadcast(Shape.Broadcast(Leading(q), Leading(k)), Leading(v));
        Tensor Wide(Tensor x) => x.Detach().Expand(batch.Concat(x.Shape.Slice(x.Rank - 2, x.Rank)));
        Shape scores = batch.Concat([q.Shape[^2], k.Shape[^2]]);
        return new(Wide(q), Wide(k), Wide(v), mask?.Expand(scores), factors?.Expand(scores), scale, causal);
    }

    static Sequences? Wanted(Tensor? gradient) => gradient is null ? null : new(gradient);

    static Shape Leading(Tensor x) => x.Shape.Slice(0, x.Rank - 2);

    /// <summary>
    /// Memory for <c>[…, T, features]</c> in the order in which a tensor <c>[…, T, D]</c> lies: heads that are slices of one row come out as slices
    /// of one row, so joining them costs nothing.
    /// </summary>
    static Tensor Like(Tensor x, int features)
    {
        Shape shape = x.Shape.With(-1, features);
        int heads = x.Rank - 3;
        if (heads < 0 || x.Stride(heads) >= x.Stride(heads + 1) || x.Stride(heads) == 0) return Tensor.Allocate(shape, x.DType);
        Tensor memory = Tensor.Allocate(shape.With(heads, shape[heads + 1]).With(heads + 1, shape[heads]), x.DType);
        return memory.Transpose(heads, heads + 1);
    }
}
