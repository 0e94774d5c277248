namespace Nabla.Classic;

/// <summary>Examples of any shape as the rows of a matrix: the classic systems know vectors alone.</summary>
internal static class Rows
{
    /// <summary>A batch <c>[N, …]</c> as <c>[N, features]</c>.</summary>
    public static Tensor Of(Tensor x, int features, string what) => x.Reshape([Count(x.Shape, features, what), features]);

    /// <summary>The number N of examples of a batch, whose examples are checked to have as many numbers as are expected.</summary>
    public static int Count(in Shape input, int features, string what)
    {
        if (input.Rank < 2)
            throw new ShapeException($"{what}: cannot take {input}: it has {input.Rank} axes, [N, …] with {features} numbers an example needs at least 2.", input);
        long found = input.Slice(1, input.Rank).ElementCount;
        return found == features
            ? input[0]
            : throw new ShapeException($"{what}: cannot take {input}: an example has {found} numbers, {features} are expected.", input);
    }
}
