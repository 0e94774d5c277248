using System.Text;

namespace Nabla.Tests.Tensors;

public sealed class PrintingTests
{
    [Fact]
    public void Tensors_print_as_agreed()
    {
        const double inf = double.PositiveInfinity, nan = double.NaN;
        Tensor[] tensors =
        [
            Tensor.From(1f, 2, 3), Tensor.From(1.5f, -2.25f, 3), Tensor.From(0.1, 1 / 3.0, -2), Tensor.From(1.0, nan, -inf), Tensor.From(nan, nan), Tensor.From(0f, -0f),
            Tensor.From(1e-5, 1), Tensor.From(1e10, 1), Tensor.From(123456.789f, 0.001f), Tensor.From(99999999f), Tensor.From(new[,] { { 1L, -20 }, { 300, 4 } }),
            Tensor.From(1, 2), Tensor.From<byte>(1, 255), Tensor.From(true, false), Tensor.Scalar(3.5), Tensor.Scalar(inf), Tensor.Scalar(1, DType.Bool),
            Tensor.Zeros([0, 3]), Tensor.Zeros([0], DType.Int64), Tensor.Range(0, 30), Tensor.Linspace(0, 1, 20), Tensor.Range(0, 2000),
            Tensor.Range(0, 24).Reshape(2, 3, 4), Tensor.Range(0, 24).Reshape(2, 3, 4).Transpose(), Tensor.Range(0, 2400).Reshape(40, 60), Tensor.Ones([1, 1, 1, 2]),
        ];
        var text = new StringBuilder();
        foreach (Tensor x in tensors) text.Append(x.ToString()).Append("\n\n");
        Snapshot.ShouldBeAgreed(text.ToString(), "Tensors", "Printed.txt");
    }

    /// <summary>Where all digits are needed NumPy 1.24 prints the same but for the name and its type.</summary>
    [Fact]
    public void Columns_are_NumPy_s()
    {
        Tensor.From(1f, 2, 3).ToString().ShouldBe("tensor([1., 2., 3.])");
        Tensor.From(1.0, double.NaN, double.NegativeInfinity).ToString().ShouldBe("tensor([  1.,  nan, -inf], float64)");
        Tensor.From(new[,] { { 1L, -20 }, { 300, 4 } }).ToString().ShouldBe("tensor([[  1, -20],\n        [300,   4]])");
        Tensor.From(1234.5678, -0.0012).ToString().ShouldBe("tensor([1.2346e+03, -1.2000e-03], float64)".Replace("([1", "([ 1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_view_prints_as_its_copy()
    {
        Tensor view = Tensor.Range(0, 60).Reshape(3, 4, 5).Transpose()[1..3, TensorIndex.Every(.., -2)];
        view.ToString().ShouldBe(view.Clone().ToString());
        Tensor.Ones([1]).Expand([3, 2]).ToString().ShouldBe("tensor([[1., 1.],\n        [1., 1.],\n        [1., 1.]])");
    }
}
