using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The windows that slide along an axis, as a further axis at the end: a view.</summary>
    /// <remarks>The gradient of an element is the sum over the windows that see it.</remarks>
    public sealed class Windows : Operation
    {
        readonly int axis;
        readonly int size;
        readonly int step;
        readonly int dilation;

        internal Windows(int axis, int size, int step, int dilation) => (this.axis, this.size, this.step, this.dilation) = (axis, size, step, dilation);

        internal Tensor Of(Tensor x) => Apply(x);

        internal static Tensor View(Tensor x, int axis, int size, int step, int dilation)
        {
            int count = (x.Shape[axis] - dilation * (size - 1) - 1) / step + 1;
            var strides = new int[x.Rank + 1];
            for (int i = 0; i < x.Rank; i++) strides[i] = x.Stride(i);
            strides[^1] = strides[axis] * dilation;
            strides[axis] *= step;
            return x.View(x.Shape.With(axis, count).Concat([size]), strides, x.Offset);
        }

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => View(inputs[0], axis, size, step, dilation);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => new WindowsSum(axis, size, step, dilation, InputShape(0)).Of(dy);
    }

    /// <summary>The transpose of <see cref="Windows"/>: every element of every window added at the place it was seen, in order.</summary>
    /// <remarks>The gradient is the windows of the upstream gradient.</remarks>
    public sealed class WindowsSum : Operation
    {
        readonly int axis;
        readonly int size;
        readonly int step;
        readonly int dilation;
        readonly Shape shape;

        internal WindowsSum(int axis, int size, int step, int dilation, Shape shape) =>
            (this.axis, this.size, this.step, this.dilation, this.shape) = (axis, size, step, dilation, shape);

        internal Tensor Of(Tensor windows) => Apply(windows);

        /// <inheritdoc/>
        /// <remarks>One tap of the window after another: within one tap no two places coincide, so each is a plain addition of views.</remarks>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
        {
            Tensor y = Tensor.Zeros(shape, inputs[0].DType), places = Windows.View(y, axis, size, step, dilation);
            for (int tap = 0; tap < size; tap++)
            {
                Tensor target = places.Narrow(-1, tap, 1), sum = target + inputs[0].Narrow(-1, tap, 1);
                StridedCopy.Copy(sum, target);
            }
            return y;
        }

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => new Windows(axis, size, step, dilation).Of(dy);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Windows"/> of a tensor, and its transpose.</summary>
    public static class WindowsExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The windows that slide along an axis.</summary>
            /// <param name="axis">The axis; negative counts from the back.</param>
            /// <param name="size">Elements of a window, ≥ 1.</param>
            /// <param name="step">How far it moves, ≥ 1.</param>
            /// <param name="dilation">The distance of its elements, ≥ 1.</param>
            /// <returns>A view: the axis counts the windows, ⌊(n − d·(size − 1) − 1)/step⌋ + 1 of them, and a last axis their elements.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            /// <exception cref="ShapeException">A number is below 1, or the window is larger than the axis.</exception>
            public Tensor Windows(int axis, int size, int step = 1, int dilation = 1)
            {
                axis = x.Shape.Axis(axis, "Windows");
                if (size < 1 || step < 1 || dilation < 1)
                    throw new ShapeException($"Windows: cannot slide a window of size {size}, step {step} and dilation {dilation}: each is 1 or more.", x.Shape);
                if ((long)dilation * (size - 1) + 1 > x.Shape[axis])
                    throw new ShapeException($"Windows: cannot slide a window of {(long)dilation * (size - 1) + 1} along axis {axis} of {x.Shape}: its size is {x.Shape[axis]}.", x.Shape);
                return new Windows(axis, size, step, dilation).Of(x);
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            Tensor x = Sample.Point(random, [2, 7]);
            yield return new("Windows", t => t[0].Windows(1, 3), x);
            yield return new("Windows", t => t[0].Windows(-1, 2, step: 2, dilation: 3), x);
            yield return new("Windows", t => t[0].Windows(0, 2), x);
        }
    }
}
