namespace Nabla.Tests.Backends;

/// <summary>Copies into another order of axes, beside the elements one by one.</summary>
public sealed class TurnedCopyTests
{
    public static TheoryData<int[], int[]> Views => new()
    {
        { [1, 1], [1, 0] }, { [3, 5], [1, 0] }, { [16, 16], [1, 0] }, { [17, 33], [1, 0] }, { [250, 300], [1, 0] }, { [0, 4], [1, 0] },
        { [2, 20, 37], [0, 2, 1] }, { [20, 2, 37], [2, 1, 0] }, { [20, 2, 37], [1, 2, 0] }, { [3, 18, 5, 7], [0, 2, 3, 1] }, { [3, 5, 7, 18], [0, 3, 1, 2] }, { [2, 3, 17, 19], [3, 1, 2, 0] },
    };

    [Theory, MemberData(nameof(Views))]
    public void Every_element_arrives_as_it_was(int[] shape, int[] order)
    {
        int count = shape.Aggregate(1, (a, b) => a * b);
        Tensor numbers = Tensor.From([.. Enumerable.Range(0, count).Select(i => (long)i * 1_000_003 ^ 0x7ff4_0000_0000_0000)]).Reshape(shape);
        Check<long>(numbers, order);
        Check<int>(Of(numbers, i => (int)i ^ 0x7fa0_0000), order);
        Check<float>(Of(numbers, i => BitConverter.Int32BitsToSingle((int)i ^ 0x7fa0_0000)), order); // signalling NaNs keep their bits
        Check<double>(Of(numbers, BitConverter.Int64BitsToDouble), order);
        Check<byte>(Of(numbers, i => (byte)i), order);
        Check<bool>(Of(numbers, i => (i & 4) != 0), order);
    }

    [Fact]
    public void Parts_of_larger_tensors_are_turned_where_they_lie()
    {
        Tensor x = Tensor.Range(0, 60 * 70).Reshape([60, 70]);
        Check<float>(x[3..45, 5..68], [1, 0]);
        Check<float>(x.Reversed(0), [1, 0]);
        Check<float>(x.Reversed(1), [1, 0]);
        Tensor y = Tensor.Cat([x.Transpose(), x.Transpose()], 1);
        y.Narrow(1, 60, 60).ToArray<float>().ShouldBe(y.Narrow(1, 0, 60).ToArray<float>());
        y.Narrow(1, 0, 60).Transpose().ToArray<float>().ShouldBe(x.ToArray<float>());
    }

    static Tensor Of<T>(Tensor numbers, Func<long, T> element) where T : unmanaged =>
        Tensor.From(Array.ConvertAll(numbers.ToArray<long>(), i => element(i))).Reshape(numbers.Shape);

    static void Check<T>(Tensor x, int[] order) where T : unmanaged
    {
        Tensor view = x.Permute(order);
        T[] from = x.ToArray<T>();
        int[] sizes = [.. view.Shape], strides = new int[sizes.Length];
        for (int i = 0; i < order.Length; i++) strides[i] = x.Shape.Skip(order[i] + 1).Aggregate(1, (a, b) => a * b);
        var expected = new T[from.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            int rest = i, place = 0;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                place += rest % sizes[axis] * strides[axis];
                rest /= sizes[axis];
            }
            expected[i] = from[place];
        }
        Bytes<T>(view.Contiguous().ToArray<T>()).ShouldBe(Bytes<T>(expected));
        Bytes<T>(view.ToArray<T>()).ShouldBe(Bytes<T>(expected));
    }

    static byte[] Bytes<T>(ReadOnlySpan<T> x) where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(x).ToArray();
}
