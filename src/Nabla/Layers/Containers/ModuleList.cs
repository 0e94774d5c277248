using System.Collections;
using System.Globalization;

namespace Nabla.Layers;

/// <summary>Layers that a layer of one's own holds and applies as it likes: they are registered, and that is all.</summary>
/// <remarks>The layers are named by their places: the first one's weight has the path <c>0.weight</c> within the list.</remarks>
public sealed class ModuleList : Module, IReadOnlyList<Module>
{
    /// <summary>A list of layers.</summary>
    /// <param name="layers">The layers.</param>
    public ModuleList(params ReadOnlySpan<Module> layers)
    {
        foreach (Module layer in layers) Add(layer);
    }

    /// <summary>The number of layers.</summary>
    public int Count => Children.Count;

    /// <summary>A layer by its place.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public Module this[int index] => Children[index].Value;

    /// <summary>Appends a layer.</summary>
    /// <param name="layer">The layer.</param>
    public void Add(Module layer) => AddChild(Count.ToString(CultureInfo.InvariantCulture), layer);

    /// <summary>A list computes nothing.</summary>
    /// <param name="x">An input.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Tensor Forward(Tensor x) =>
        throw new NotSupportedException($"{this}: cannot take {x.Shape}: a list only holds layers. Apply them one by one, or make a Sequential of them.");

    /// <summary>The layers in order.</summary>
    public IEnumerator<Module> GetEnumerator() => Children.Select(c => c.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
