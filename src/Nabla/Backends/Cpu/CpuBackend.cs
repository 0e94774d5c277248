using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Elementwise families on the processor; each picks the element type and leaves the rest to the row loop.</summary>
internal sealed partial class CpuBackend : IBackend
{
    public Tensor Map<TOp>(Tensor x) where TOp : struct, IUnary<TOp>
    {
        Tensor y = Tensor.Allocate(x.Shape, x.DType);
        switch (x.DType)
        {
            case DType.Float32: RowLoop.Run<UnaryMap<TOp, float>, float, float>(y, x); break;
            case DType.Float64: RowLoop.Run<UnaryMap<TOp, double>, double, double>(y, x); break;
            case DType.Int64 when TOp.Integers: RowLoop.Run<UnaryMap<TOp, long>, long, long>(y, x); break;
            case DType.Int32 when TOp.Integers: RowLoop.Run<UnaryMap<TOp, int>, int, int>(y, x); break;
            case DType.UInt8 when TOp.Integers: RowLoop.Run<UnaryMap<TOp, byte>, byte, byte>(y, x); break;
            default: throw Unsupported(typeof(TOp).Name, x.DType);
        }
        return y;
    }

    public Tensor Map<TOp>(Tensor a, Tensor b, in Shape shape) where TOp : struct, IBinary<TOp>
    {
        Tensor y = Tensor.Allocate(shape, a.DType);
        switch (a.DType)
        {
            case DType.Float32: RowLoop.Run<BinaryMap<TOp, float>, float, float>(y, a, b); break;
            case DType.Float64: RowLoop.Run<BinaryMap<TOp, double>, double, double>(y, a, b); break;
            case DType.Int64 when TOp.Integers: RowLoop.Run<BinaryMap<TOp, long>, long, long>(y, a, b); break;
            case DType.Int32 when TOp.Integers: RowLoop.Run<BinaryMap<TOp, int>, int, int>(y, a, b); break;
            case DType.UInt8 when TOp.Integers: RowLoop.Run<BinaryMap<TOp, byte>, byte, byte>(y, a, b); break;
            default: throw Unsupported(typeof(TOp).Name, a.DType);
        }
        return y;
    }

    public Tensor Map<TOp>(Tensor a, Tensor b, Tensor c, in Shape shape) where TOp : struct, ITernary<TOp>
    {
        Tensor y = Tensor.Allocate(shape, a.DType);
        switch (a.DType)
        {
            case DType.Float32: RowLoop.Run<TernaryMap<TOp, float>, float, float>(y, a, b, c); break;
            case DType.Float64: RowLoop.Run<TernaryMap<TOp, double>, double, double>(y, a, b, c); break;
            case DType.Int64 when TOp.Integers: RowLoop.Run<TernaryMap<TOp, long>, long, long>(y, a, b, c); break;
            case DType.Int32 when TOp.Integers: RowLoop.Run<TernaryMap<TOp, int>, int, int>(y, a, b, c); break;
            case DType.UInt8 when TOp.Integers: RowLoop.Run<TernaryMap<TOp, byte>, byte, byte>(y, a, b, c); break;
            default: throw Unsupported(typeof(TOp).Name, a.DType);
        }
        return y;
    }

    public Tensor Chain<TOp>(Tensor? x, Tensor? y, Tensor dy) where TOp : struct, IUnary<TOp>
    {
        Tensor dx = Tensor.Allocate(dy.Shape, dy.DType);
        if (dy.DType == DType.Float32) RowLoop.Run<UnaryChain<TOp, float>, float, float>(dx, x ?? dy, y ?? dy, dy);
        else RowLoop.Run<UnaryChain<TOp, double>, double, double>(dx, x ?? dy, y ?? dy, dy);
        return dx;
    }

    public Tensor Chain<TOp>(int operand, Tensor? a, Tensor? b, Tensor? y, Tensor dy) where TOp : struct, IBinary<TOp>
    {
        Tensor dx = Tensor.Allocate(dy.Shape, dy.DType);
        (Tensor p, Tensor q, Tensor r) = (a ?? dy, b ?? dy, y ?? dy);
        switch (operand, dy.DType)
        {
            case (0, DType.Float32): RowLoop.Run<BinaryChainA<TOp, float>, float, float>(dx, p, q, r, dy); break;
            case (_, DType.Float32): RowLoop.Run<BinaryChainB<TOp, float>, float, float>(dx, p, q, r, dy); break;
            case (0, _): RowLoop.Run<BinaryChainA<TOp, double>, double, double>(dx, p, q, r, dy); break;
            default: RowLoop.Run<BinaryChainB<TOp, double>, double, double>(dx, p, q, r, dy); break;
        }
        return dx;
    }

    public Tensor Chain<TOp>(int operand, Tensor? a, Tensor? b, Tensor? c, Tensor? y, Tensor dy) where TOp : struct, ITernary<TOp>
    {
        Tensor dx = Tensor.Allocate(dy.Shape, dy.DType);
        (Tensor p, Tensor q, Tensor r, Tensor s) = (a ?? dy, b ?? dy, c ?? dy, y ?? dy);
        switch (operand, dy.DType)
        {
            case (0, DType.Float32): RowLoop.Run<TernaryChainA<TOp, float>, float, float>(dx, p, q, r, s, dy); break;
            case (1, DType.Float32): RowLoop.Run<TernaryChainB<TOp, float>, float, float>(dx, p, q, r, s, dy); break;
            case (_, DType.Float32): RowLoop.Run<TernaryChainC<TOp, float>, float, float>(dx, p, q, r, s, dy); break;
            case (0, _): RowLoop.Run<TernaryChainA<TOp, double>, double, double>(dx, p, q, r, s, dy); break;
            case (1, _): RowLoop.Run<TernaryChainB<TOp, double>, double, double>(dx, p, q, r, s, dy); break;
            default: RowLoop.Run<TernaryChainC<TOp, double>, double, double>(dx, p, q, r, s, dy); break;
        }
        return dx;
    }

    public Tensor Test<TOp>(Tensor x) where TOp : struct, IPredicate<TOp>
    {
        Tensor y = Tensor.Allocate(x.Shape, DType.Bool);
        switch (x.DType)
        {
            case DType.Float32: RowLoop.Run<TestKernel<TOp, float>, float, bool>(y, x); break;
            case DType.Float64: RowLoop.Run<TestKernel<TOp, double>, double, bool>(y, x); break;
            case DType.Int64: RowLoop.Run<TestKernel<TOp, long>, long, bool>(y, x); break;
            case DType.Int32: RowLoop.Run<TestKernel<TOp, int>, int, bool>(y, x); break;
            default: RowLoop.Run<TestKernel<TOp, byte>, byte, bool>(y, x); break;
        }
        return y;
    }

    public Tensor Compare<TOp>(Tensor a, Tensor b, in Shape shape) where TOp : struct, IRelation<TOp>
    {
        Tensor y = Tensor.Allocate(shape, DType.Bool);
        switch (a.DType)
        {
            case DType.Float32: RowLoop.Run<CompareKernel<TOp, float>, float, bool>(y, a, b); break;
            case DType.Float64: RowLoop.Run<CompareKernel<TOp, double>, double, bool>(y, a, b); break;
            case DType.Int64: RowLoop.Run<CompareKernel<TOp, long>, long, bool>(y, a, b); break;
            case DType.Int32: RowLoop.Run<CompareKernel<TOp, int>, int, bool>(y, a, b); break;
            default: RowLoop.Run<CompareKernel<TOp, byte>, byte, bool>(y, a, b); break;
        }
        return y;
    }

    public void Accumulate(Tensor target, Tensor x)
    {
        switch (target.DType)
        {
            case DType.Float32: RowLoop.Run<AddTo<float>, float, float>(target, x); break;
            case DType.Float64: RowLoop.Run<AddTo<double>, double, double>(target, x); break;
            default: throw Unsupported("Accumulate", target.DType);
        }
    }

    static DTypeException Unsupported(string operation, DType type) => new($"{operation}: cannot compute {type.Name}: the operation is not defined on it.");
}
