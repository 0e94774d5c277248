using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Elementwise families on the processor; each picks the element type and leaves the rest to the row loop.</summary>
internal sealed partial class CpuBackend : IBackend
{
    public Tensor Map<TOp>(Tensor x) where TOp : struct, IUnary<TOp>
    {
        if (x.DType == DType.Float32) return DeferredRows<float>.Of<UnaryMap<TOp, float>>(x.Shape, x);
        if (x.DType == DType.Float64) return DeferredRows<double>.Of<UnaryMap<TOp, double>>(x.Shape, x);
        Tensor y = Tensor.Allocate(x.Shape, x.DType);
        switch (x.DType)
        {
            case DType.Int64 when TOp.Integers: RowLoop.Run<UnaryMap<TOp, long>, long, long>(y, x); break;
            case DType.Int32 when TOp.Integers: RowLoop.Run<UnaryMap<TOp, int>, int, int>(y, x); break;
            case DType.UInt8 when TOp.Integers: RowLoop.Run<UnaryMap<TOp, byte>, byte, byte>(y, x); break;
            default: throw Unsupported(typeof(TOp).Name, x.DType);
        }
        return y;
    }

    public Tensor Map<TOp>(Tensor a, Tensor b, in Shape shape) where TOp : struct, IBinary<TOp>
    {
        if (a.DType == DType.Float32) return DeferredRows<float>.Of<BinaryMap<TOp, float>>(shape, a, b);
        if (a.DType == DType.Float64) return DeferredRows<double>.Of<BinaryMap<TOp, double>>(shape, a, b);
        Tensor y = Tensor.Allocate(shape, a.DType);
        switch (a.DType)
        {
            case DType.Int64 when TOp.Integers: RowLoop.Run<BinaryMap<TOp, long>, long, long>(y, a, b); break;
            case DType.Int32 when TOp.Integers: RowLoop.Run<BinaryMap<TOp, int>, int, int>(y, a, b); break;
            case DType.UInt8 when TOp.Integers: RowLoop.Run<BinaryMap<TOp, byte>, byte, byte>(y, a, b); break;
            default: throw Unsupported(typeof(TOp).Name, a.DType);
        }
        return y;
    }

    public Tensor Map<TOp>(Tensor a, Tensor b, Tensor c, in Shape shape) where TOp : struct, ITernary<TOp>
    {
        if (a.DType == DType.Float32) return DeferredRows<float>.Of<TernaryMap<TOp, float>>(shape, a, b, c);
        if (a.DType == DType.Float64) return DeferredRows<double>.Of<TernaryMap<TOp, double>>(shape, a, b, c);
        Tensor y = Tensor.Allocate(shape, a.DType);
        switch (a.DType)
        {
            case DType.Int64 when TOp.Integers: RowLoop.Run<TernaryMap<TOp, long>, long, long>(y, a, b, c); break;
            case DType.Int32 when TOp.Integers: RowLoop.Run<TernaryMap<TOp, int>, int, int>(y, a, b, c); break;
            case DType.UInt8 when TOp.Integers: RowLoop.Run<TernaryMap<TOp, byte>, byte, byte>(y, a, b, c); break;
            default: throw Unsupported(typeof(TOp).Name, a.DType);
        }
        return y;
    }

    public Tensor Chain<TOp>(Tensor? x, Tensor? y, Tensor dy) where TOp : struct, IUnary<TOp> => dy.DType == DType.Float32
        ? DeferredRows<float>.Of<UnaryChain<TOp, float>>(dy.Shape, x ?? dy, y ?? dy, dy)
        : DeferredRows<double>.Of<UnaryChain<TOp, double>>(dy.Shape, x ?? dy, y ?? dy, dy);

    public Tensor Chain<TOp>(int operand, Tensor? a, Tensor? b, Tensor? y, Tensor dy) where TOp : struct, IBinary<TOp>
    {
        (Tensor p, Tensor q, Tensor r) = (a ?? dy, b ?? dy, y ?? dy);
        return (operand, dy.DType) switch
        {
            (0, DType.Float32) => DeferredRows<float>.Of<BinaryChainA<TOp, float>>(dy.Shape, p, q, r, dy),
            (_, DType.Float32) => DeferredRows<float>.Of<BinaryChainB<TOp, float>>(dy.Shape, p, q, r, dy),
            (0, _) => DeferredRows<double>.Of<BinaryChainA<TOp, double>>(dy.Shape, p, q, r, dy),
            _ => DeferredRows<double>.Of<BinaryChainB<TOp, double>>(dy.Shape, p, q, r, dy),
        };
    }

    public Tensor Chain<TOp>(int operand, Tensor? a, Tensor? b, Tensor? c, Tensor? y, Tensor dy) where TOp : struct, ITernary<TOp>
    {
        (Tensor p, Tensor q, Tensor r, Tensor s) = (a ?? dy, b ?? dy, c ?? dy, y ?? dy);
        return (operand, dy.DType) switch
        {
            (0, DType.Float32) => DeferredRows<float>.Of<TernaryChainA<TOp, float>>(dy.Shape, p, q, r, s, dy),
            (1, DType.Float32) => DeferredRows<float>.Of<TernaryChainB<TOp, float>>(dy.Shape, p, q, r, s, dy),
            (_, DType.Float32) => DeferredRows<float>.Of<TernaryChainC<TOp, float>>(dy.Shape, p, q, r, s, dy),
            (0, _) => DeferredRows<double>.Of<TernaryChainA<TOp, double>>(dy.Shape, p, q, r, s, dy),
            (1, _) => DeferredRows<double>.Of<TernaryChainB<TOp, double>>(dy.Shape, p, q, r, s, dy),
            _ => DeferredRows<double>.Of<TernaryChainC<TOp, double>>(dy.Shape, p, q, r, s, dy),
        };
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
            case DType.UInt8: RowLoop.Run<TestKernel<TOp, byte>, byte, bool>(y, x); break;
            default: RowLoop.Run<TestTruths<TOp>, bool, bool>(y, x); break;
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
            case DType.UInt8: RowLoop.Run<CompareKernel<TOp, byte>, byte, bool>(y, a, b); break;
            default: RowLoop.Run<CompareTruths<TOp>, bool, bool>(y, a, b); break;
        }
        return y;
    }

    public void Accumulate(Tensor target, Tensor x)
    {
        x.Settle();
        target.BeforeChange();
        switch (target.DType)
        {
            case DType.Float32: RowLoop.Run<AddTo<float>, float, float>(target, x); break;
            case DType.Float64: RowLoop.Run<AddTo<double>, double, double>(target, x); break;
            default: throw Unsupported("Accumulate", target.DType);
        }
    }

    /// <summary>A tensor whose elements are there and lie side by side, for parts on several threads to read.</summary>
    static Tensor Dense(Tensor x)
    {
        if (!x.IsContiguous) return Contiguous(x);
        x.Settle();
        return x;
    }

    static Tensor? DenseOrNull(Tensor? x) => x is null ? null : Dense(x);

    static DTypeException Unsupported(string operation, DType type) => new($"{operation}: cannot compute {type.Name}: the operation is not defined on it.");
}
