using System.Text;
using Nabla.Diagnostics;

namespace Nabla.Tests.Tensors;

/// <summary>The errors a user can make with tensors and operations, word for word, in Messages.txt beside this file.</summary>
public sealed class MessageTests
{
    [Fact]
    public void Messages_read_as_agreed()
    {
        var text = new StringBuilder();
        foreach ((string code, Func<object?> wrong) in Mistakes())
        {
            Exception error = Should.Throw<Exception>(() => wrong(), code);
            text.Append(code).Append('\n').Append("    ").Append(error.GetType().Name).Append(": ").Append(error.Message.ReplaceLineEndings("\n    ")).Append("\n\n");
        }
        Snapshot.ShouldBeAgreed(text.ToString(), "Tensors", "Messages.txt");
    }

    /// <summary>Every message names the operation, and says what and why.</summary>
    [Fact]
    public void Messages_have_the_form_that_NablaException_states()
    {
        foreach ((string code, Func<object?> wrong) in Mistakes())
            if (Should.Throw<Exception>(() => wrong(), code) is NablaException error)
                error.Message.ShouldMatch(@"^[A-Z][\w.]*: cannot .+: .+[.?]\)?$|^\w+: cannot have .+: .+\.$", code);
    }

    static IEnumerable<(string Code, Func<object?> Mistake)> Mistakes()
    {
        Tensor x = Tensor.Zeros([2, 3]), y = Tensor.Zeros([4, 5]), scalar = Tensor.Scalar(1), empty = Tensor.Zeros([0, 3]);
        Tensor whole = Tensor.From(1L, 2), leaf = Tensor.Zeros([2, 3]).RequireGrad(), named = new Tensor(x.Storage, DType.Float32, x.Shape) { Name = "weight" };
        yield return ("new Shape([-1, 3])", () => new Shape([-1, 3]));
        yield return ("new Shape of nine axes", () => new Shape([1, 1, 1, 1, 1, 1, 1, 1, 1]));
        yield return ("shape[2] of [2, 3]", () => x.Shape[2]);
        yield return ("Tensor.Zeros([65536, 65536])", () => Tensor.Zeros([65536, 65536]));
        yield return ("Tensor.From of 3 elements as [2, 2]", () => Tensor.From<float>([1, 2, 3], [2, 2]));
        yield return ("Tensor.From of decimals", () => Tensor.From(1m));
        yield return ("Range with step 0", () => Tensor.Range(0, 1, 0));
        yield return ("Range to infinity", () => Tensor.Range(0, double.PositiveInfinity));
        yield return ("Item of [2, 3]", () => x.Item());
        yield return ("ToArray<double> of float32", () => x.ToArray<double>());
        yield return ("CopyTo a short span", () => { x.CopyTo<float>(new float[3]); return null; });
        yield return ("[2, 3] + [4, 5]", () => x + y);
        yield return ("[2, 3] > [4, 5]", () => x > y);
        yield return ("Where by numbers", () => Tensor.Where(x, x, x));
        yield return ("Where of other shapes", () => Tensor.Where(x > 0, x, y));
        yield return ("MatMul [2, 3] by [4, 5]", () => x.MatMul(y));
        yield return ("MatMul with a scalar", () => x.MatMul(scalar));
        yield return ("MatMul with other batches", () => Tensor.Zeros([2, 2, 3]).MatMul(Tensor.Zeros([4, 3, 2])));
        yield return ("Linear with other features", () => x.Linear(y));
        yield return ("Linear with a weight of rank 1", () => x.Linear(Tensor.Zeros([3])));
        yield return ("Linear with another bias", () => x.Linear(Tensor.Zeros([4, 3]), Tensor.Zeros([3])));
        yield return ("x[2]", () => x[2]);
        yield return ("x[0, -4]", () => x[0, -4]);
        yield return ("x[1..4]", () => x[1..4]);
        yield return ("x[0, 0, 0]", () => x[0, 0, 0]);
        yield return ("Every(.., 0)", () => TensorIndex.Every(.., 0));
        yield return ("Sum(2)", () => x.Sum(2));
        yield return ("Sum([0, 0])", () => x.Sum([0, 0]));
        yield return ("Sum(9)", () => x.Sum(9));
        yield return ("Max of nothing", () => empty.Max(0));
        yield return ("Min of nothing", () => empty.Min());
        yield return ("ArgMax of nothing", () => empty.ArgMax(0));
        yield return ("Softmax(2)", () => x.Softmax(2));
        yield return ("LogSoftmax(-3)", () => x.LogSoftmax(-3));
        yield return ("LogSumExp(2)", () => x.LogSumExp(2));
        yield return ("Mean(2)", () => x.Mean(2));
        yield return ("Variance(2)", () => x.Variance(2));
        yield return ("SumTo([4])", () => x.SumTo([4]));
        yield return ("Reshape(7)", () => x.Reshape(7));
        yield return ("Reshape(-1, 4)", () => x.Reshape(-1, 4));
        yield return ("Reshape(-1, -1)", () => x.Reshape(-1, -1));
        yield return ("Flatten(1, 0)", () => x.Flatten(1, 0));
        yield return ("Squeeze(2)", () => x.Squeeze(2));
        yield return ("Unsqueeze(4)", () => x.Unsqueeze(4));
        yield return ("Permute(0, 0)", () => x.Permute(0, 0));
        yield return ("Transpose of a vector", () => whole.Transpose());
        yield return ("Expand([3, 3])", () => x.Expand([3, 3]));
        yield return ("Narrow(0, 1, 2)", () => x.Narrow(0, 1, 2));
        yield return ("Reversed(2)", () => x.Reversed(2));
        yield return ("Cat of nothing", () => Tensor.Cat([]));
        yield return ("Cat of other ranks", () => Tensor.Cat([x, whole]));
        yield return ("Cat of other sizes", () => Tensor.Cat([x, y]));
        yield return ("Stack of other shapes", () => Tensor.Stack([x, y]));
        yield return ("Stack of nothing", () => Tensor.Stack([]));
        yield return ("Gather by fractions", () => x.Gather(0, x));
        yield return ("Gather outside", () => x.Gather(0, Tensor.From(new long[,] { { 0, 5, 0 } })));
        yield return ("Gather of another rank", () => x.Gather(0, whole));
        yield return ("ScatterAdd of another shape", () => x.ScatterAdd(0, Tensor.Zeros([1, 3], DType.Int64), Tensor.Zeros([2, 3])));
        yield return ("IndexSelect outside", () => x.IndexSelect(0, Tensor.From(0L, -1)));
        yield return ("IndexSelect by a matrix", () => x.IndexSelect(0, Tensor.Zeros([1, 1], DType.Int64)));
        yield return ("RequireGrad of whole numbers", () => whole.RequireGrad());
        yield return ("Backward of a constant", () => { named.Backward(); return null; });
        yield return ("Backward of a matrix", () => { (leaf * 2).Backward(); return null; });
        yield return ("Backward with another gradient's shape", () => { (leaf * 2).Backward(Tensor.Ones([3])); return null; });
        yield return ("Backward twice", () => { Tensor f = (leaf * leaf).Sum(); f.Backward(); f.Backward(); return null; });
        yield return ("Backward after a change in place", () => { Tensor f = (leaf * leaf).Sum(); leaf.Storage.Touch(); f.Backward(); return null; });
        yield return ("Grad of a value on the way", () => (leaf * 2).Grad);
        yield return ("Gradient.Of by a constant", () => Gradient.Of(leaf.Sum(), named));
        yield return ("Gradient.Jvp along another shape", () => Gradient.Jvp(t => t, x, y));
        yield return ("OnGradient of a constant", () => x.OnGradient(g => g));
        yield return ("A hook that returns another shape", () => { Tensor f = leaf * 2; f.OnGradient(_ => y); f.Sum().Backward(); return null; });
        yield return ("Normal of whole numbers", () => new RandomStream(0).Normal([2], type: DType.Int32));
        yield return ("A tensor of an ended step", Released);
        yield return ("A scope opened twice", () => { var scope = new StepScope(); using (scope.Open()) scope.Open(); return null; });
        yield return ("A wrong gradient", () => { GradientCheck.Verify(t => t * t.Detach(), Tensor.From(3.0)); return null; });

        static object? Released()
        {
            var scope = new StepScope();
            Tensor made;
            using (scope.Open()) made = Tensor.Ones([64, 64]);
            return made + 1;
        }
    }
}
