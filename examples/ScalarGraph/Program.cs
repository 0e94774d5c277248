// The first example of the lectures: f(x, y) = (ln x + x·y) − sin y and its gradient at (2, 5).
using Nabla;

Tensor x = Tensor.Scalar(2, DType.Float64).RequireGrad();
Tensor y = Tensor.Scalar(5, DType.Float64).RequireGrad();

Tensor f = x.Log() + x * y - y.Sin();
f.Backward();

Console.WriteLine(FormattableString.Invariant($"f(2, 5) = {f.Item():F4}"));
Console.WriteLine(FormattableString.Invariant($"df/dx   = {x.Grad!.Item():F4}    by hand: 1/x + y     = {1 / 2.0 + 5:F4}"));
Console.WriteLine(FormattableString.Invariant($"df/dy   = {y.Grad!.Item():F4}    by hand: x - cos y   = {2 - Math.Cos(5):F4}"));
