using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>The vertex of y = f(a, b), element by element, with broadcasting.</summary>
internal sealed class BinaryNode<TOp> : Node where TOp : struct, IBinary<TOp>
{
    readonly Node? first;
    readonly Node? second;
    Saved a;
    Saved b;
    Saved y;

    public BinaryNode(Tensor a, Tensor b, Tensor y)
    {
        Shape = y.Shape;
        DType = y.DType;
        first = a.Node;
        second = b.Node;
        if ((TOp.Saves & Saves.Inputs) == Saves.Inputs) (this.a, this.b) = (new Saved(a), new Saved(b));
        if ((TOp.Saves & Saves.Output) == Saves.Output) this.y = new Saved(y);
    }

    public override string Name => typeof(TOp).Name;

    public override int InputCount => 2;

    public override Node? Input(int index) => index == 0 ? first : second;

    public override Tensor Vjp(int input, Tensor dy)
    {
        if ((input == 0 ? TOp.SlopeA : TOp.SlopeB) is { } slope) return Traced.Scale(dy, slope);
        bool inputs = (TOp.Saves & Saves.Inputs) == Saves.Inputs;
        Tensor? p = inputs ? a.Value(Name) : null, q = inputs ? b.Value(Name) : null;
        Tensor? output = (TOp.Saves & Saves.Output) == Saves.Output ? y.Value(Name) : null;
        if (!NoGrad.IsRecording) return Backend.Current.Chain<TOp>(input, p, q, output, dy);
        return Traced.Scale(dy, input == 0
            ? TOp.PartialA(new Traced(p), new Traced(q), new Traced(output))
            : TOp.PartialB(new Traced(p), new Traced(q), new Traced(output)));
    }

    public override Tensor? Jvp(int input, Tensor dx) => Vjp(input, dx.Expand(Shape));

    internal override Tensor? Kept(int input) => (input switch { < 0 => y, 0 => a, _ => b }).Unchanged;

    internal override Formula? Slope(int input)
    {
        (Formula p, Formula q, Formula output) = (Formula.Variable("a"), Formula.Variable("b"), Formula.Variable("y"));
        return input == 0 ? TOp.PartialA(p, q, output) : TOp.PartialB(p, q, output);
    }

    public override void Release() => a = b = y = default;
}
