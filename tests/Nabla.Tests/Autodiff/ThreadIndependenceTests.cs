using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Nabla.Backends.Cpu;
using Nabla.Tests.Backends;

namespace Nabla.Tests.Autodiff;

/// <summary>The number of threads changes no bit of a value or a gradient.</summary>
[Collection(nameof(ForkJoinCollection))]
public sealed class ThreadIndependenceTests
{
    static readonly Tensor Matrix = new RandomStream(1).Normal([700, 900]), Other = new RandomStream(2).Normal([900, 130]), Vector = new RandomStream(3).Normal([1 << 20]);

    static readonly Dictionary<string, (Func<Tensor, Tensor> Function, Tensor Input)> Computations = new(StringComparer.Ordinal)
    {
        ["sum"] = (x => x.Sum(), Vector),
        ["mean of squares"] = (x => x.Square().Mean(), Vector),
        ["sum over rows"] = (x => x.Sum(0), Matrix),
        ["sum over columns"] = (x => x.Sum(1), Matrix),
        ["sum of a transpose"] = (x => x.Transpose().Sum(0), Matrix),
        ["variance"] = (x => x.Variance(0), Matrix),
        ["log-sum-exp"] = (x => x.LogSumExp(), Vector),
        ["softmax"] = (x => x.Softmax(), Matrix),
        ["elementwise"] = (x => x.Tanh() * x.Sigmoid(), Vector),
        ["matmul"] = (x => x.MatMul(Other), Matrix),
        ["matmul by a transpose"] = (x => x.Transpose().MatMul(x[.., ..64]), Matrix),
        ["linear with a bias"] = (x => Matrix.Linear(x[..64], x[..64, 0]), Matrix),
        ["scatter-add"] = (x => x.IndexSelect(0, new RandomStream(4).Integers([3000], 0, 700)), Matrix),
        ["expanded"] = (x => x * x[..1], Matrix),
        ["lstm"] = (x => new Nabla.Layers.Lstm(90, 40, bidirectional: true).Forward(x.Reshape([70, 100, 90])), Matrix),
        ["product"] = (x => (1 + x * 0.001).Product(1), Matrix),
    };

    public static TheoryData<string> Names => new(Computations.Keys);

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_have_the_same_bits(string name)
    {
        int before = ForkJoin.Threads;
        try
        {
            string[] bits = [.. new[] { 1, 2, 4, 3 }.Select(threads =>
            {
                ForkJoin.Threads = threads;
                return Bits(Computations[name].Function, Computations[name].Input);
            })];
            bits.ShouldAllBe(b => b == bits[0]);
        }
        finally
        {
            ForkJoin.Threads = before;
        }
    }

    static string Hash(Tensor x) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(x.ToArray<float>())));

    static string Bits(Func<Tensor, Tensor> f, Tensor input)
    {
        Tensor x = input.RequireGrad();
        Tensor y = f(x);
        Tensor dx = Gradient.Of(y, x, Tensor.Linspace(-1, 1, (int)y.ElementCount).Reshape(y.Shape));
        return Hash(y) + Hash(dx);
    }
}
