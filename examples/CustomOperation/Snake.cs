using Nabla;
using Nabla.Numbers;
using Nabla.Operations;

/// <summary>x + sin²(a·x)/a: an activation for what repeats itself, with a period that can be trained.</summary>
/// <remarks>L. Ziyin, T. Hartwig, M. Ueda, 2020, arXiv:2006.08195.</remarks>
readonly struct Snake : IBinary<Snake>
{
    public static V Value<V>(V x, V a) where V : struct, IReal<V>
    {
        V sine = V.Sin(a * x);
        return x + sine * sine / a;
    }
}

static class SnakeExtensions
{
    /// <summary>x + sin²(a·x)/a of each element; a broadcasts, and receives a gradient as x does.</summary>
    public static Tensor Snake(this Tensor x, Tensor a) => Elementwise.Apply<Snake>(x, a);
}
