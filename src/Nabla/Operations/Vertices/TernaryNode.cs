using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>The vertex of y = f(a, b, c), element by element, with broadcasting.</summary>
internal sealed class TernaryNode<TOp> : Node where TOp : struct, ITernary<TOp>
{
    readonly Node? first;
    readonly Node? second;
    readonly Node? third;
    Saved a;
    Saved b;
    Saved c;
    Saved y;

    public TernaryNode(Tensor a, Tensor b, Tensor c, Tensor y)
    {
        Shape = y.Shape;
        DType = y.DType;
        (first, second, third) = (a.Node, b.Node, c.Node);
        if ((TOp.Saves & Saves.Inputs) == Saves.Inputs) (this.a, this.b, this.c) = (new Saved(a), new Saved(b), new Saved(c));
        if ((TOp.Saves & Saves.Output) == Saves.Output) this.y = new Saved(y);
    }

    public override string Name => typeof(TOp).Name;

    public override int InputCount => 3;

    public override Node? Input(int index) => index switch { 0 => first, 1 => second, _ => third };

    public override Tensor Vjp(int input, Tensor dy)
    {
        bool inputs = (TOp.Saves & Saves.Inputs) == Saves.Inputs;
        Tensor? p = inputs ? a.Value(Name) : null, q = inputs ? b.Value(Name) : null, r = inputs ? c.Value(Name) : null;
        Tensor? output = (TOp.Saves & Saves.Output) == Saves.Output ? y.Value(Name) : null;
        if (!NoGrad.IsRecording) return Backend.Current.Chain<TOp>(input, p, q, r, output, dy);
        Traced tp = new(p), tq = new(q), tr = new(r), ty = new(output);
        return Traced.Scale(dy, input switch
        {
            0 => TOp.PartialA(tp, tq, tr, ty),
            1 => TOp.PartialB(tp, tq, tr, ty),
            _ => TOp.PartialC(tp, tq, tr, ty),
        });
    }

    public override Tensor? Jvp(int input, Tensor dx) => Vjp(input, dx.Expand(Shape));

    internal override Tensor? Kept(int input) => (input switch { < 0 => y, 0 => a, 1 => b, _ => c }).Unchanged;

    internal override Formula? Slope(int input)
    {
        (Formula p, Formula q, Formula r, Formula output) = (Formula.Variable("a"), Formula.Variable("b"), Formula.Variable("c"), Formula.Variable("y"));
        return input switch { 0 => TOp.PartialA(p, q, r, output), 1 => TOp.PartialB(p, q, r, output), _ => TOp.PartialC(p, q, r, output) };
    }

    public override void Release() => a = b = c = y = default;
}
