using Nabla.Autodiff;

namespace Nabla;

/// <summary>Gradient checkpointing: blocks whose values are not kept for the backward pass but computed again in it. Less memory for more time.</summary>
/// <remarks>
/// <para>
/// Of a network of n blocks in a row a backward pass then needs the n values between them and what one block needs, for about one more
/// forward pass: with √n blocks the memory grows like √n. T. Chen, B. Xu, C. Zhang, C. Guestrin, "Training deep nets with sublinear
/// memory cost", 2016, arXiv:1604.06174.
/// </para>
/// <para>
/// Values and gradients have the same bits as without. The random streams that a block draws from and the buffers that its layers change
/// are put back for the second computation and afterwards stand where they stood, so that dropout drops the same elements and running statistics are updated once.
/// A block that gives something else the second time, because a parameter was changed or the model went from training to use, is an error.
/// </para>
/// </remarks>
public static class Checkpoint
{
    /// <summary>Computes a block, and keeps its input alone for the backward pass.</summary>
    /// <param name="block">The block: a layer's <c>Call</c>, or any function. What else it uses (parameters, other tensors) receives its gradients too.</param>
    /// <param name="x">Its input.</param>
    /// <returns>The block's output; where nothing is recorded or nothing requires a gradient, just that.</returns>
    /// <remarks>
    /// In an open <see cref="StepScope"/> the memory of the block goes back to it at the end of the block, and again at the end of its
    /// backward pass: what a hook stores from within must be kept with <see cref="StepScope.Keep"/>. Blocks may lie within blocks, at one more
    /// computation of the inner ones a level. A graph that is kept computes the block anew for every walk; one whose gradients are themselves
    /// differentiable (<c>createGraph</c>) keeps what it computed, and saves nothing.
    /// </remarks>
    /// <exception cref="GraphException">In the backward pass: the block gave something else the second time, or its input was changed.</exception>
    public static Tensor Run(Func<Tensor, Tensor> block, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(x);
        if (!NoGrad.IsRecording) return block(x);
        (int Lent, long Moment) mark = StepScope.Mark();
        (Tensor y, Replay replay) = Replay.Of(block, x);
        if (y.Node is not { } root || !replay.Born!.Contains(root)) return y;
        Node[] outside = Outside(root, replay.Born);
        replay.Born = null;
        Tensor result = y.Same();
        result.Node = new RecomputedBlock(block, x, y, outside, replay);
        StepScope.TakeBackSince(mark, y);
        return result;
    }

    /// <summary>The vertices that a block's graph reaches and did not make.</summary>
    static Node[] Outside(Node root, HashSet<Node> born)
    {
        var met = new HashSet<Node>(ReferenceEqualityComparer.Instance) { root };
        var open = new Stack<Node>([root]);
        var outside = new List<Node>();
        while (open.TryPop(out Node? node))
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i) is not { } input || !met.Add(input)) continue;
                if (born.Contains(input)) open.Push(input);
                else outside.Add(input);
            }
        return [.. outside];
    }
}
