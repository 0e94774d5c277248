using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>L = ln Σⱼ exp(xⱼ) − x_y of each row of scores <c>[rows, classes]</c> and its label y, in one pass: −ln softmax(x) at the label.</summary>
/// <remarks>∂L/∂x = dL·(softmax(x) − onehot(y)). Of each row its largest score and ln Σ exp(x − max x) are kept, not the probabilities.</remarks>
public sealed class CrossEntropy : Operation
{
    readonly Tensor labels;
    Tensor? sums;

    /// <param name="labels">int64 <c>[rows]</c>, contiguous, each one of the classes.</param>
    internal CrossEntropy(Tensor labels) => this.labels = labels;

    internal Tensor Of(Tensor x) => Apply(x);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], losses = Tensor.Allocate([x.Shape[0]], x.DType);
        sums = Tensor.Allocate([x.Shape[0], 2], x.DType);
        Backend.Current.CrossEntropy(x, labels, losses, sums);
        return losses;
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy)
    {
        Tensor x = SavedInput(0);
        if (!NoGrad.IsRecording) return Backend.Current.CrossEntropyBackward(x, labels, sums!, dy);
        Tensor each = dy.Unsqueeze(1);
        return x.Softmax() * each - new ScatterAdd(1, labels.Unsqueeze(1), x.Shape).Of(each);
    }

    /// <inheritdoc/>
    public override void Release()
    {
        sums = null;
        base.Release();
    }
}
