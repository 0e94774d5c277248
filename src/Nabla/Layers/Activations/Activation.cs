using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A layer that keeps the shape of its input.</summary>
public abstract class Activation : Module
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <summary>Applications on both sides of the kink at 0, and away from it.</summary>
    private protected static IEnumerable<Sample> BothSides(Module layer, RandomStream random)
    {
        string name = layer.GetType().Name;
        yield return new(name, x => layer.Forward(x[0]), random.Uniform([2, 3], 0.2, 2, DType.Float64));
        yield return new(name, x => layer.Forward(x[0]), random.Uniform([2, 3], -2, -0.2, DType.Float64));
    }

    /// <summary>A parameter of one number for all channels or one for each, in a shape that broadcasts along axis 1.</summary>
    /// <param name="parameter">The numbers, <c>[1]</c> or <c>[channels]</c>.</param>
    /// <param name="what">What they are, for the error.</param>
    /// <param name="input">The input's shape.</param>
    /// <exception cref="ShapeException">There are as many numbers neither as channels nor 1.</exception>
    private protected Tensor PerChannel(Tensor parameter, string what, in Shape input) =>
        parameter.Shape[0] == 1 ? parameter : parameter.Reshape(ChannelSizes(parameter, what, input));

    /// <summary>The shape in which numbers, one a channel, broadcast along axis 1: <c>[channels, 1, …]</c>.</summary>
    private protected Shape ChannelSizes(Tensor parameter, string what, in Shape input)
    {
        int channels = parameter.Shape[0];
        if (channels == 1 && input.Rank < 2) return [1];
        if (input.Rank < 2 || (channels != 1 && input[1] != channels))
            throw new ShapeException($"{GetType().Name}: cannot use {channels} {what} on {input}: axis 1 has {(input.Rank < 2 ? "no" : input[1])} channels.", input);
        Span<int> sizes = stackalloc int[input.Rank - 1];
        sizes.Fill(1);
        sizes[0] = channels;
        return new(sizes);
    }
}
