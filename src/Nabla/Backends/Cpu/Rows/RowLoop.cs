using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Shows broadcast views of any strides to a kernel as contiguous rows, and shares the rows among threads.</summary>
/// <remarks>
/// Contiguous operands are passed as they lie. Otherwise a row is cut into blocks; an operand that is not contiguous along
/// it is first collected into a block of its own, which stays in the first-level cache, so that every operation has one loop.
/// </remarks>
internal static class RowLoop
{
    /// <summary>Elements of a block.</summary>
    public const int Block = 512;

    /// <summary>Elements of a part: at a nanosecond or so each, well above the cost of sharing it.</summary>
    public const int PartElements = 16_384;

    /// <summary>y = kernel(a, …, e), each input broadcast to y's shape; y is contiguous.</summary>
    public static void Run<TKernel, T, TOut>(Tensor y, Tensor a, Tensor? b = null, Tensor? c = null, Tensor? d = null, Tensor? e = null)
        where TKernel : struct, IRowKernel<T, TOut>
        where T : unmanaged
        where TOut : unmanaged
    {
        int count = (int)y.ElementCount;
        if (count == 0) return;
        if (IsFlat(y, a) && IsFlat(y, b) && IsFlat(y, c) && IsFlat(y, d) && IsFlat(y, e))
        {
            var flat = new FlatParts<TKernel, T, TOut>(y, a, b, c, d, e, count);
            if (count <= PartElements) flat.Run(0);
            else
            {
                a.Settle();
                b?.Settle();
                c?.Settle();
                d?.Settle();
                e?.Settle();
                ForkJoin.Run((count - 1) / PartElements + 1, in flat, count);
            }
        }
        else
            RunStrided<TKernel, T, TOut>(y, a, b, c, d, e, count);
    }

    // Apart, so that the flat way does not clear a stack as large as this one's.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void RunStrided<TKernel, T, TOut>(Tensor y, Tensor a, Tensor? b, Tensor? c, Tensor? d, Tensor? e, int count)
        where TKernel : struct, IRowKernel<T, TOut>
        where T : unmanaged
        where TOut : unmanaged
    {
        var strided = new StridedParts<TKernel, T, TOut>(y, a, b, c, d, e);
        ForkJoin.Run(strided.Count, in strided, 2L * count);
    }

    static bool IsFlat(Tensor y, Tensor? x) => x is null || (x.IsContiguous && x.Shape == y.Shape);

    /// <summary>Operands that all lie flat: one row, cut anywhere.</summary>
    readonly struct FlatParts<TKernel, T, TOut>(Tensor y, Tensor a, Tensor? b, Tensor? c, Tensor? d, Tensor? e, int count) : IParts
        where TKernel : struct, IRowKernel<T, TOut>
        where T : unmanaged
        where TOut : unmanaged
    {
        public void Run(int part)
        {
            int start = part * PartElements, length = Math.Min(PartElements, count - start);
            var rows = new Rows<T> { A = a.Span<T>().Slice(start, length) };
            if (b is not null) rows.B = b.Span<T>().Slice(start, length);
            if (c is not null) rows.C = c.Span<T>().Slice(start, length);
            if (d is not null) rows.D = d.Span<T>().Slice(start, length);
            if (e is not null) rows.E = e.Span<T>().Slice(start, length);
            TKernel.Run(in rows, y.Span<TOut>().Slice(start, length));
        }
    }

    /// <summary>Operands of any strides: rows in parts, each row in blocks.</summary>
    readonly struct StridedParts<TKernel, T, TOut> : IParts
        where TKernel : struct, IRowKernel<T, TOut>
        where T : unmanaged
        where TOut : unmanaged
    {
        readonly StridedLoop loop;
        readonly TOut[] y;
        readonly T[] a;
        readonly T[]? b, c, d, e;
        readonly RowCuts cuts;

        public StridedParts(Tensor y, Tensor a, Tensor? b, Tensor? c, Tensor? d, Tensor? e)
        {
            loop = new StridedLoop(y.Shape);
            loop.Add(y);
            this.y = y.Array<TOut>();
            this.a = Add(ref loop, a)!;
            this.b = Add(ref loop, b);
            this.c = Add(ref loop, c);
            this.d = Add(ref loop, d);
            this.e = Add(ref loop, e);
            loop.Merge();
            cuts = new RowCuts(loop.RowCount, loop.RowLength);
        }

        public int Count => cuts.Count;

        [SkipLocalsInit]
        public void Run(int part)
        {
            StridedLoop walk = loop;
            (int row, int end, int start, int stop) = cuts.Of(part);
            Span<T> blocks = stackalloc T[5 * Block];
            walk.Seek(row);
            for (; row < end; row++, walk.Advance())
                for (int column = start; column < stop; column += Block)
                {
                    int length = Math.Min(Block, stop - column);
                    var rows = new Rows<T> { A = Collect(a, walk, 1, column, length, blocks) };
                    if (b is not null) rows.B = Collect(b, walk, 2, column, length, blocks[Block..]);
                    if (c is not null) rows.C = Collect(c, walk, 3, column, length, blocks[(2 * Block)..]);
                    if (d is not null) rows.D = Collect(d, walk, 4, column, length, blocks[(3 * Block)..]);
                    if (e is not null) rows.E = Collect(e, walk, 5, column, length, blocks[(4 * Block)..]);
                    TKernel.Run(in rows, y.AsSpan(walk.Offset(0) + column, length));
                }
        }

        static T[]? Add(ref StridedLoop loop, Tensor? x)
        {
            if (x is null) return null;
            loop.Add(x);
            return x.Array<T>();
        }
    }

    /// <summary>A run of an operand's row: as it lies where it is contiguous, else collected into a block.</summary>
    public static ReadOnlySpan<T> Collect<T>(T[] array, in StridedLoop walk, int operand, int column, int length, Span<T> block)
    {
        int stride = walk.Stride(operand), start = walk.Offset(operand) + column * stride;
        if (stride == 1) return array.AsSpan(start, length);
        block = block[..length];
        if (stride == 0)
            block.Fill(array[start]);
        else
            for (int i = 0; i < block.Length; i++) block[i] = array[start + i * stride];
        return block;
    }
}
