using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>y = condition ? a : b, each of any strides, shared among threads as <see cref="RowLoop"/> shares rows of one type.</summary>
internal readonly struct ChoiceParts<T> : IParts where T : unmanaged
{
    readonly StridedLoop loop;
    readonly RowCuts cuts;
    readonly bool[] condition;
    readonly T[] a, b, y;

    ChoiceParts(Tensor condition, Tensor a, Tensor b, Tensor y)
    {
        (this.condition, this.a, this.b, this.y) = (condition.Array<bool>(), a.Array<T>(), b.Array<T>(), y.Array<T>());
        loop = new StridedLoop(y.Shape);
        loop.Add(y);
        loop.Add(condition);
        loop.Add(a);
        loop.Add(b);
        loop.Merge();
        cuts = new RowCuts(loop.RowCount, loop.RowLength);
    }

    /// <summary>Chooses all elements, each operand broadcast to y's shape; y is contiguous.</summary>
    public static void Run(Tensor condition, Tensor a, Tensor b, Tensor y)
    {
        if (y.ElementCount == 0) return;
        var parts = new ChoiceParts<T>(condition, a, b, y);
        ForkJoin.Run(parts.cuts.Count, in parts, y.ElementCount);
    }

    [SkipLocalsInit]
    public void Run(int part)
    {
        StridedLoop walk = loop;
        (int row, int endRow, int first, int end) = cuts.Of(part);
        Span<bool> truths = stackalloc bool[RowLoop.Block];
        Span<T> blocks = stackalloc T[2 * RowLoop.Block];
        walk.Seek(row);
        for (; row < endRow; row++, walk.Advance())
            for (int column = first; column < end; column += RowLoop.Block)
            {
                int length = Math.Min(RowLoop.Block, end - column);
                ChoiceLoops.Run(
                    RowLoop.Collect(condition, walk, 1, column, length, truths),
                    RowLoop.Collect(a, walk, 2, column, length, blocks),
                    RowLoop.Collect(b, walk, 3, column, length, blocks[RowLoop.Block..]),
                    y.AsSpan(walk.Offset(0) + column, length));
            }
    }
}
