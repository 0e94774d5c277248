using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Backends.Cpu;

/// <summary>Products of matrices of float or double.</summary>
/// <remarks>
/// The bits of a result depend on the sizes, the strides and the processor's register width, never on <see cref="ForkJoin.Threads"/>.
/// C must not overlap A or B.
/// </remarks>
internal static class MatrixProduct
{
    /// <summary>Up to this many multiplications a plain loop beats the setting up of tiles.</summary>
    const long PlainUpTo = 128;

    /// <summary>What calling one product costs, in multiplications: some 50 ns.</summary>
    const long WorkOfCall = 4_000;

    /// <summary>A part of a batch has about this many multiplications, 5 µs of them; a product of many times as much is cut up itself.</summary>
    const long WorkOfPart = 1 << 19, WorkSharedInside = 1 << 24;

    /// <summary>The width of the registers in use; 0 for single elements.</summary>
    public static int RegisterBits => Avx512F.IsSupported ? 512 : Fma.IsSupported ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>C = A·B, or C += A·B.</summary>
    /// <param name="a">[M, K], any strides.</param>
    /// <param name="b">[K, N], any strides.</param>
    /// <param name="c">[M, N], columns side by side (column stride 1).</param>
    /// <param name="accumulate">Whether the product is added to what C holds.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a matrix reaches outside its array.</exception>
    /// <exception cref="NotSupportedException">The element is neither float nor double.</exception>
    public static void Multiply<T>(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, bool accumulate = false)
        where T : unmanaged, INumberBase<T> =>
        Multiply(a, b, c, accumulate ? c : default);

    /// <summary>C = S + A·B.</summary>
    /// <param name="a">[M, K], any strides.</param>
    /// <param name="b">[K, N], any strides.</param>
    /// <param name="c">[M, N], columns side by side (column stride 1).</param>
    /// <param name="start">S, [M, N] with column stride 1: C itself, a matrix apart from it, or a row repeated by a row stride of 0.</param>
    /// <param name="then">What follows, for each stretch of a C whose rows lie side by side as soon as it is there where parts are wide enough; null for nothing.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a matrix reaches outside its array.</exception>
    /// <exception cref="NotSupportedException">The element is neither float nor double.</exception>
    /// <remarks>S is added to the sum of the first block of K, when the sum stands in registers: a bias costs no pass over C.</remarks>
    public static void Multiply<T>(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, in Matrix<T> start, IContinuation? then = null)
        where T : unmanaged, INumberBase<T>
    {
        Check(a, b, c);
        if (!start.IsNone) CheckStart(start, c);
        if (!MultiplyChecked(a, b, c, start, then)) then?.OverAll();
    }

    /// <summary>C[i] = A[i]·B[i], or C[i] += A[i]·B[i], for a batch; products that are small alone are shared out whole.</summary>
    /// <param name="a">The first A, [M, K].</param>
    /// <param name="aOffsets">Where the others begin, relative to the first.</param>
    /// <param name="b">The first B, [K, N].</param>
    /// <param name="bOffsets">Where the others begin, relative to the first.</param>
    /// <param name="c">The first C, [M, N], column stride 1.</param>
    /// <param name="cOffsets">Where the others begin; no two results may overlap.</param>
    /// <param name="count">How many products.</param>
    /// <param name="accumulate">Whether the products are added to what C holds.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a matrix reaches outside its array.</exception>
    /// <exception cref="NotSupportedException">The element is neither float nor double.</exception>
    public static void MultiplyBatch<T>(
        in Matrix<T> a, BatchOffsets aOffsets, in Matrix<T> b, BatchOffsets bOffsets, in Matrix<T> c, BatchOffsets cOffsets, int count, bool accumulate = false)
        where T : unmanaged, INumberBase<T>
    {
        if (count == 0) return;
        (int aLeast, int aMost) = aOffsets.Range(count);
        (int bLeast, int bMost) = bOffsets.Range(count);
        (int cLeast, int cMost) = cOffsets.Range(count);
        Check(a.Moved(aLeast), b.Moved(bLeast), c.Moved(cLeast));
        Check(a.Moved(aMost), b.Moved(bMost), c.Moved(cMost));

        long work = (long)c.Rows * c.Columns * a.Columns + WorkOfCall;
        int each = work >= WorkSharedInside ? count : (int)Math.Clamp(WorkOfPart / work, 1, count);
        var parts = new BatchParts<T>(a, aOffsets, b, bOffsets, c, cOffsets, count, each, accumulate);
        int partCount = (count + each - 1) / each;
        if (partCount == 1) parts.Run(0);
        else ForkJoin.Run(partCount, in parts, work > long.MaxValue / count ? long.MaxValue : work * count / 64);
    }

    readonly struct BatchParts<T>(
        Matrix<T> a, BatchOffsets aOffsets, Matrix<T> b, BatchOffsets bOffsets, Matrix<T> c, BatchOffsets cOffsets, int count, int each, bool accumulate)
        : IParts
        where T : unmanaged, INumberBase<T>
    {
        public void Run(int part)
        {
            int end = Math.Min(count, (part + 1) * each);
            for (int i = part * each; i < end; i++)
                MultiplyChecked(a.Moved(aOffsets[i]), b.Moved(bOffsets[i]), c.Moved(cOffsets[i]), accumulate ? c.Moved(cOffsets[i]) : default);
        }
    }

    /// <summary>Answers whether what follows was done.</summary>
    static bool MultiplyChecked<T>(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, in Matrix<T> start, IContinuation? then = null)
        where T : unmanaged, INumberBase<T>
    {
        int rows = c.Rows, columns = c.Columns, depth = a.Columns;
        if (rows == 0 || columns == 0) return false;
        if (depth > 0 && (long)rows * columns * depth > PlainUpTo) return Blocked(a, b, c, start, then);
        PlainProduct.Run(a, b, c, start.BeginIn(c));
        return false;
    }

    static bool Blocked<T>(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, in Matrix<T> start, IContinuation? then)
        where T : unmanaged, INumberBase<T>
    {
        if (typeof(T) == typeof(float))
        {
            ref readonly Matrix<float> x = ref As<T, float>(in a), y = ref As<T, float>(in b), z = ref As<T, float>(in c), s = ref As<T, float>(in start);
            // Vector512.IsHardwareAccelerated is false on processors where 512-bit code is nevertheless the fastest.
            // 256 bits without FMA are slower than 128 bits (19 against 29 GFLOP/s).
            if (Avx512F.IsSupported) return BlockedProduct<Single512, Vector512<float>, float>.Run(x, y, z, s, then);
            if (Fma.IsSupported) return BlockedProduct<Single256, Vector256<float>, float>.Run(x, y, z, s, then);
            if (Vector128.IsHardwareAccelerated) return BlockedProduct<Single128, Vector128<float>, float>.Run(x, y, z, s, then);
            return BlockedProduct<ScalarUnit<float>, float, float>.Run(x, y, z, s, then);
        }
        else if (typeof(T) == typeof(double))
        {
            ref readonly Matrix<double> x = ref As<T, double>(in a), y = ref As<T, double>(in b), z = ref As<T, double>(in c), s = ref As<T, double>(in start);
            if (Avx512F.IsSupported) return BlockedProduct<Double512, Vector512<double>, double>.Run(x, y, z, s, then);
            if (Fma.IsSupported) return BlockedProduct<Double256, Vector256<double>, double>.Run(x, y, z, s, then);
            if (Vector128.IsHardwareAccelerated) return BlockedProduct<Double128, Vector128<double>, double>.Run(x, y, z, s, then);
            return BlockedProduct<ScalarUnit<double>, double, double>.Run(x, y, z, s, then);
        }
        else
        {
            throw new NotSupportedException($"matrix product: elements must be float or double, not {typeof(T)}.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref readonly Matrix<TTo> As<TFrom, TTo>(in Matrix<TFrom> matrix)
        where TFrom : unmanaged
        where TTo : unmanaged =>
        ref Unsafe.As<Matrix<TFrom>, Matrix<TTo>>(ref Unsafe.AsRef(in matrix));

    static void Check<T>(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c)
        where T : unmanaged
    {
        if (a.Columns != b.Rows || c.Rows != a.Rows || c.Columns != b.Columns) ThrowSizes(a, b, c);
        if (c.ColumnStride != 1 || (c.Rows > 1 && c.RowStride < c.Columns)) ThrowLayout(c);
        a.Check(nameof(a));
        b.Check(nameof(b));
        c.Check(nameof(c));
    }

    static void CheckStart<T>(in Matrix<T> start, in Matrix<T> c)
        where T : unmanaged
    {
        if (start.Rows != c.Rows || start.Columns != c.Columns || start.ColumnStride != 1)
            throw new ArgumentException($"matrix product: a start [{start.Rows}, {start.Columns}] with column stride {start.ColumnStride} does not fit the result [{c.Rows}, {c.Columns}].", nameof(start));
        start.Check(nameof(start));
    }

    static void ThrowSizes<T>(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c)
        where T : unmanaged =>
        throw new ArgumentException(
            $"matrix product: [{a.Rows}, {a.Columns}] times [{b.Rows}, {b.Columns}] does not give [{c.Rows}, {c.Columns}].", nameof(c));

    static void ThrowLayout<T>(in Matrix<T> c)
        where T : unmanaged =>
        throw new ArgumentException(
            $"matrix product: the result [{c.Rows}, {c.Columns}] needs column stride 1 and rows apart, not strides ({c.RowStride}, {c.ColumnStride}).", nameof(c));
}
