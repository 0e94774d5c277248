using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = f(x), whose values on the way are not kept for the backward pass but computed again in it: less memory for more time.</summary>
/// <remarks>The same bits as f itself, in value and gradients; <see cref="Checkpoint"/> says how, and what it costs.</remarks>
public sealed class Checkpointed : Module
{
    /// <summary>A layer that is computed again in the backward pass.</summary>
    /// <param name="body">f.</param>
    public Checkpointed(Module body) => Body = AddChild("body", body);

    /// <summary>f.</summary>
    public Module Body { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Checkpoint.Run(Body.Call, x);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Body.CallShape(input);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Body.MultiplyAdds(input);

    /// <inheritdoc/>
    public override IEnumerable<(Module Layer, Shape Input)> Trace(Shape input) => Body.Trace(input);

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new Checkpointed(new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 2))).At(Sample.Point(random, [2, 3]));
        yield return new Sequential(new Checkpointed(new Sequential(new Tanh(), new Checkpointed(new Linear(3, 3)))), new Tanh()).At(Sample.Point(random, [2, 3])) with { Name = nameof(Checkpointed) };
    }
}
