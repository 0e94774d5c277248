using System.Numerics;
using System.Runtime.InteropServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

internal readonly struct UnaryMap<TOp, T> : IRowKernel<T, T> where TOp : struct, IUnary<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> y) => MapLoops.Unary<TOp, T>(x.A, y);
}

internal readonly struct BinaryMap<TOp, T> : IRowKernel<T, T> where TOp : struct, IBinary<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> y) => MapLoops.Binary<TOp, T>(x.A, x.B, y);
}

internal readonly struct TernaryMap<TOp, T> : IRowKernel<T, T> where TOp : struct, ITernary<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> y) => MapLoops.Ternary<TOp, T>(x.A, x.B, x.C, y);
}

/// <summary>Inputs x, y, dy.</summary>
internal readonly struct UnaryChain<TOp, T> : IRowKernel<T, T> where TOp : struct, IUnary<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> dx) => DerivativeLoops.Unary<TOp, T>(x.A, x.B, x.C, dx, accumulate: false);
}

/// <summary>Inputs a, b, y, dy.</summary>
internal readonly struct BinaryChainA<TOp, T> : IRowKernel<T, T> where TOp : struct, IBinary<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> da) => DerivativeLoops.BinaryA<TOp, T>(x.A, x.B, x.C, x.D, da, accumulate: false);
}

/// <summary>Inputs a, b, y, dy.</summary>
internal readonly struct BinaryChainB<TOp, T> : IRowKernel<T, T> where TOp : struct, IBinary<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> db) => DerivativeLoops.BinaryB<TOp, T>(x.A, x.B, x.C, x.D, db, accumulate: false);
}

/// <summary>Inputs a, b, c, y, dy.</summary>
internal readonly struct TernaryChainA<TOp, T> : IRowKernel<T, T> where TOp : struct, ITernary<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> da) => DerivativeLoops.TernaryA<TOp, T>(x.A, x.B, x.C, x.D, x.E, da, accumulate: false);
}

/// <summary>Inputs a, b, c, y, dy.</summary>
internal readonly struct TernaryChainB<TOp, T> : IRowKernel<T, T> where TOp : struct, ITernary<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> db) => DerivativeLoops.TernaryB<TOp, T>(x.A, x.B, x.C, x.D, x.E, db, accumulate: false);
}

/// <summary>Inputs a, b, c, y, dy.</summary>
internal readonly struct TernaryChainC<TOp, T> : IRowKernel<T, T> where TOp : struct, ITernary<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> dc) => DerivativeLoops.TernaryC<TOp, T>(x.A, x.B, x.C, x.D, x.E, dc, accumulate: false);
}

internal readonly struct TestKernel<TOp, T> : IRowKernel<T, bool> where TOp : struct, IPredicate<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<bool> y) => PredicateLoops.Unary<TOp, T>(x.A, y);
}

internal readonly struct CompareKernel<TOp, T> : IRowKernel<T, bool> where TOp : struct, IRelation<TOp> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<bool> y) => PredicateLoops.Binary<TOp, T>(x.A, x.B, y);
}

internal readonly struct TestTruths<TOp> : IRowKernel<bool, bool> where TOp : struct, IPredicate<TOp>
{
    public static void Run(in Rows<bool> x, Span<bool> y) => BooleanLoops.Unary<TOp>(x.A, y);
}

internal readonly struct CompareTruths<TOp> : IRowKernel<bool, bool> where TOp : struct, IRelation<TOp>
{
    public static void Run(in Rows<bool> x, Span<bool> y) => BooleanLoops.Binary<TOp>(x.A, x.B, y);
}

/// <summary>y += x.</summary>
internal readonly struct AddTo<T> : IRowKernel<T, T> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> y) => MapLoops.AddTo(x.A, y);
}

/// <summary>y = x.</summary>
internal readonly struct CopyRow<T> : IRowKernel<T, T> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<T> y) => x.A.CopyTo(y);
}

/// <summary>y = x as another type.</summary>
internal readonly struct CastRow<TFrom, TTo> : IRowKernel<TFrom, TTo> where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
{
    public static void Run(in Rows<TFrom> x, Span<TTo> y) => CastLoops.Run(x.A, y);
}

/// <summary>y = whether x is not 0.</summary>
internal readonly struct NotZeroRow<T> : IRowKernel<T, bool> where T : unmanaged
{
    public static void Run(in Rows<T> x, Span<bool> y) => PredicateLoops.NotZero(x.A, y);
}

/// <summary>y = 1 where x holds, else 0.</summary>
internal readonly struct CastTruthRow<TTo> : IRowKernel<bool, TTo> where TTo : unmanaged, INumber<TTo>
{
    public static void Run(in Rows<bool> x, Span<TTo> y) => CastLoops.Run(MemoryMarshal.AsBytes(x.A), y);
}
