// Two operations of one's own: one written as a formula for one element, one with a forward pass and a derivative by hand.
using Nabla;
using Nabla.Diagnostics;

var random = new RandomStream(seed: 1);
Tensor x = random.Normal([4, 3], type: DType.Float64);
Tensor a = Tensor.From<double>([0.5, 1, 2]);

// Gradient, gradient of the gradient and forward mode, against difference quotients; throws where they differ.
GradientCheck.Verify(inputs => inputs[0].Snake(inputs[1]), [x, a], name: "Snake");
GradientCheck.Verify(SquaredDistances.Of, x, name: "SquaredDistances");
Console.WriteLine("both derivatives are right");

Tensor period = Tensor.Scalar(1, DType.Float64).RequireGrad();
Tensor y = Tensor.Scalar(2, DType.Float64).Snake(period);
y.Backward();
Console.WriteLine(FormattableString.Invariant($"snake(2, 1) = {y.Item():F4}    by hand: 2 + sin(2)^2                = {2 + Math.Pow(Math.Sin(2), 2):F4}"));
Console.WriteLine(FormattableString.Invariant($"by period   = {period.Grad!.Item():F4}   by hand: 2 sin(2)·2·cos(2) - sin(2)^2 = {4 * Math.Sin(2) * Math.Cos(2) - Math.Pow(Math.Sin(2), 2):F4}"));

Tensor triangle = Tensor.From<double>([0, 0, 3, 0, 0, 4], new Shape([3, 2]));
Console.WriteLine(SquaredDistances.Of(triangle));
