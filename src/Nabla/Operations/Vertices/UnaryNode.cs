using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>The vertex of y = f(x), element by element.</summary>
internal sealed class UnaryNode<TOp> : Node where TOp : struct, IUnary<TOp>
{
    readonly Node input;
    Saved x;
    Saved y;

    public UnaryNode(Tensor x, Tensor y)
    {
        Shape = y.Shape;
        DType = y.DType;
        input = x.Node!;
        if ((TOp.Saves & Saves.Inputs) == Saves.Inputs) this.x = new Saved(x);
        if ((TOp.Saves & Saves.Output) == Saves.Output) this.y = new Saved(y);
    }

    public override string Name => typeof(TOp).Name;

    public override int InputCount => 1;

    public override Node Input(int index) => input;

    public override Tensor Vjp(int _, Tensor dy)
    {
        if (TOp.Slope is { } slope) return Traced.Scale(dy, slope);
        Tensor? inputs = (TOp.Saves & Saves.Inputs) == Saves.Inputs ? x.Value(Name) : null;
        Tensor? output = (TOp.Saves & Saves.Output) == Saves.Output ? y.Value(Name) : null;
        return NoGrad.IsRecording
            ? Traced.Scale(dy, TOp.Derivative(new Traced(inputs), new Traced(output)))
            : Backend.Current.Chain<TOp>(inputs, output, dy);
    }

    public override Tensor? Jvp(int input, Tensor dx) => Vjp(input, dx);

    internal override Tensor? Kept(int input) => (input < 0 ? y : x).Unchanged;

    internal override Formula? Slope(int input) => TOp.Derivative(Formula.Variable("x"), Formula.Variable("y"));

    public override void Release() => x = y = default;
}
