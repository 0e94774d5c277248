using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>dx = dy·f' or dx += dy·f' in one pass over contiguous rows of equal length.</summary>
/// <remarks>
/// What the operation does not save (<see cref="IElementwise.Saves"/>) may be an empty span; dy is then read, and ignored, in its place.
/// 8,192 floats on one core with AVX-512: sigmoid from its output 0.9 µs, by dual numbers gelu (tanh) 3.6, mish 11.6.
/// </remarks>
internal static class DerivativeLoops
{
    /// <summary>dx (+)= dy·f'(x), with y = f(x).</summary>
    public static void Unary<TOp, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, bool accumulate)
        where TOp : struct, IUnary<TOp>
        where T : unmanaged
    {
        x = x.IsEmpty ? dy : x;
        y = y.IsEmpty ? dy : y;
        ElementLoop.SameLength(dx.Length, x.Length);
        ElementLoop.SameLength(dx.Length, y.Length);
        ElementLoop.SameLength(dx.Length, dy.Length);
        ElementLoop.Run<UnaryStep<TOp, T>, T>(
            ref MemoryMarshal.GetReference(dx), ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(x),
            ref MemoryMarshal.GetReference(y), ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(dy),
            dx.Length, accumulate);
    }

    /// <summary>da (+)= dy·∂f/∂a, with y = f(a, b).</summary>
    public static void BinaryA<TOp, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> da, bool accumulate)
        where TOp : struct, IBinary<TOp>
        where T : unmanaged
    {
        a = a.IsEmpty ? dy : a;
        b = b.IsEmpty ? dy : b;
        y = y.IsEmpty ? dy : y;
        ElementLoop.SameLength(da.Length, a.Length);
        ElementLoop.SameLength(da.Length, b.Length);
        ElementLoop.SameLength(da.Length, y.Length);
        ElementLoop.SameLength(da.Length, dy.Length);
        ElementLoop.Run<BinaryAStep<TOp, T>, T>(
            ref MemoryMarshal.GetReference(da), ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(a),
            ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(y), ref MemoryMarshal.GetReference(dy),
            da.Length, accumulate);
    }

    /// <summary>db (+)= dy·∂f/∂b, with y = f(a, b).</summary>
    public static void BinaryB<TOp, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> db, bool accumulate)
        where TOp : struct, IBinary<TOp>
        where T : unmanaged
    {
        a = a.IsEmpty ? dy : a;
        b = b.IsEmpty ? dy : b;
        y = y.IsEmpty ? dy : y;
        ElementLoop.SameLength(db.Length, a.Length);
        ElementLoop.SameLength(db.Length, b.Length);
        ElementLoop.SameLength(db.Length, y.Length);
        ElementLoop.SameLength(db.Length, dy.Length);
        ElementLoop.Run<BinaryBStep<TOp, T>, T>(
            ref MemoryMarshal.GetReference(db), ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(a),
            ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(y), ref MemoryMarshal.GetReference(dy),
            db.Length, accumulate);
    }

    /// <summary>da (+)= dy·∂f/∂a, with y = f(a, b, c).</summary>
    public static void TernaryA<TOp, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> da, bool accumulate)
        where TOp : struct, ITernary<TOp>
        where T : unmanaged
    {
        a = a.IsEmpty ? dy : a;
        b = b.IsEmpty ? dy : b;
        c = c.IsEmpty ? dy : c;
        y = y.IsEmpty ? dy : y;
        ElementLoop.SameLength(da.Length, a.Length);
        ElementLoop.SameLength(da.Length, b.Length);
        ElementLoop.SameLength(da.Length, c.Length);
        ElementLoop.SameLength(da.Length, y.Length);
        ElementLoop.SameLength(da.Length, dy.Length);
        ElementLoop.Run<TernaryAStep<TOp, T>, T>(
            ref MemoryMarshal.GetReference(da), ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(a),
            ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(c), ref MemoryMarshal.GetReference(y),
            da.Length, accumulate);
    }

    /// <summary>db (+)= dy·∂f/∂b, with y = f(a, b, c).</summary>
    public static void TernaryB<TOp, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> db, bool accumulate)
        where TOp : struct, ITernary<TOp>
        where T : unmanaged
    {
        a = a.IsEmpty ? dy : a;
        b = b.IsEmpty ? dy : b;
        c = c.IsEmpty ? dy : c;
        y = y.IsEmpty ? dy : y;
        ElementLoop.SameLength(db.Length, a.Length);
        ElementLoop.SameLength(db.Length, b.Length);
        ElementLoop.SameLength(db.Length, c.Length);
        ElementLoop.SameLength(db.Length, y.Length);
        ElementLoop.SameLength(db.Length, dy.Length);
        ElementLoop.Run<TernaryBStep<TOp, T>, T>(
            ref MemoryMarshal.GetReference(db), ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(a),
            ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(c), ref MemoryMarshal.GetReference(y),
            db.Length, accumulate);
    }

    /// <summary>dc (+)= dy·∂f/∂c, with y = f(a, b, c).</summary>
    public static void TernaryC<TOp, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dc, bool accumulate)
        where TOp : struct, ITernary<TOp>
        where T : unmanaged
    {
        a = a.IsEmpty ? dy : a;
        b = b.IsEmpty ? dy : b;
        c = c.IsEmpty ? dy : c;
        y = y.IsEmpty ? dy : y;
        ElementLoop.SameLength(dc.Length, a.Length);
        ElementLoop.SameLength(dc.Length, b.Length);
        ElementLoop.SameLength(dc.Length, c.Length);
        ElementLoop.SameLength(dc.Length, y.Length);
        ElementLoop.SameLength(dc.Length, dy.Length);
        ElementLoop.Run<TernaryCStep<TOp, T>, T>(
            ref MemoryMarshal.GetReference(dc), ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(a),
            ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(c), ref MemoryMarshal.GetReference(y),
            dc.Length, accumulate);
    }

    // a is dy, b is x, c is y.
    readonly struct UnaryStep<TOp, T> : IStep<T>
        where TOp : struct, IUnary<TOp>
        where T : unmanaged
    {
        public static int Inputs => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V At<V>(ref T a, ref T b, ref T c, ref T d, ref T e, nint i) where V : struct, ILane<V, T> =>
            Subnormal.ToZero<V, T>(V.Load(ref Unsafe.Add(ref a, i)) * TOp.Derivative(
                V.Load(ref Unsafe.Add(ref b, i)),
                V.Load(ref Unsafe.Add(ref c, i))));
    }

    // a is dy, b and c are the operands, d is y.
    readonly struct BinaryAStep<TOp, T> : IStep<T>
        where TOp : struct, IBinary<TOp>
        where T : unmanaged
    {
        public static int Inputs => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V At<V>(ref T a, ref T b, ref T c, ref T d, ref T e, nint i) where V : struct, ILane<V, T> =>
            V.Load(ref Unsafe.Add(ref a, i)) * TOp.PartialA(
                V.Load(ref Unsafe.Add(ref b, i)),
                V.Load(ref Unsafe.Add(ref c, i)),
                V.Load(ref Unsafe.Add(ref d, i)));
    }

    // a is dy, b and c are the operands, d is y.
    readonly struct BinaryBStep<TOp, T> : IStep<T>
        where TOp : struct, IBinary<TOp>
        where T : unmanaged
    {
        public static int Inputs => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V At<V>(ref T a, ref T b, ref T c, ref T d, ref T e, nint i) where V : struct, ILane<V, T> =>
            V.Load(ref Unsafe.Add(ref a, i)) * TOp.PartialB(
                V.Load(ref Unsafe.Add(ref b, i)),
                V.Load(ref Unsafe.Add(ref c, i)),
                V.Load(ref Unsafe.Add(ref d, i)));
    }

    // a is dy, b, c and d are the operands, e is y.
    readonly struct TernaryAStep<TOp, T> : IStep<T>
        where TOp : struct, ITernary<TOp>
        where T : unmanaged
    {
        public static int Inputs => 5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V At<V>(ref T a, ref T b, ref T c, ref T d, ref T e, nint i) where V : struct, ILane<V, T> =>
            V.Load(ref Unsafe.Add(ref a, i)) * TOp.PartialA(
                V.Load(ref Unsafe.Add(ref b, i)),
                V.Load(ref Unsafe.Add(ref c, i)),
                V.Load(ref Unsafe.Add(ref d, i)),
                V.Load(ref Unsafe.Add(ref e, i)));
    }

    // a is dy, b, c and d are the operands, e is y.
    readonly struct TernaryBStep<TOp, T> : IStep<T>
        where TOp : struct, ITernary<TOp>
        where T : unmanaged
    {
        public static int Inputs => 5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V At<V>(ref T a, ref T b, ref T c, ref T d, ref T e, nint i) where V : struct, ILane<V, T> =>
            V.Load(ref Unsafe.Add(ref a, i)) * TOp.PartialB(
                V.Load(ref Unsafe.Add(ref b, i)),
                V.Load(ref Unsafe.Add(ref c, i)),
                V.Load(ref Unsafe.Add(ref d, i)),
                V.Load(ref Unsafe.Add(ref e, i)));
    }

    // a is dy, b, c and d are the operands, e is y.
    readonly struct TernaryCStep<TOp, T> : IStep<T>
        where TOp : struct, ITernary<TOp>
        where T : unmanaged
    {
        public static int Inputs => 5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V At<V>(ref T a, ref T b, ref T c, ref T d, ref T e, nint i) where V : struct, ILane<V, T> =>
            V.Load(ref Unsafe.Add(ref a, i)) * TOp.PartialC(
                V.Load(ref Unsafe.Add(ref b, i)),
                V.Load(ref Unsafe.Add(ref c, i)),
                V.Load(ref Unsafe.Add(ref d, i)),
                V.Load(ref Unsafe.Add(ref e, i)));
    }
}
