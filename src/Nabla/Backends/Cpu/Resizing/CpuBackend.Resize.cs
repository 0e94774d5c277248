using System.Numerics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Planes, signals and volumes resized: each by itself, axis after axis, from one scratch array to another.</summary>
internal sealed partial class CpuBackend
{
    /// <summary>Elements of a part of resized planes.</summary>
    const int ResizePart = 16_384;

    public Tensor Resize(Tensor x, AxisMap[] maps, in Shape shape)
    {
        Tensor y = Tensor.Allocate(shape, x.DType);
        if (x.DType == DType.Float32) Resize<float>(Dense(x), maps, y);
        else Resize<double>(Dense(x), maps, y);
        return y;
    }

    static void Resize<T>(Tensor x, AxisMap[] maps, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int planes = x.Shape[0] * x.Shape[1];
        if (planes == 0) return;
        int length = (int)(Math.Max(x.ElementCount, y.ElementCount) / planes), each = Math.Max(1, ResizePart / Math.Max(1, length));
        T[][] weights = [.. maps.Select(m => Array.ConvertAll(m.Weights, T.CreateChecked))];
        var parts = new ResizeParts<T>(x, maps, weights, y, planes, each);
        ForkJoin.Run((planes - 1) / each + 1, in parts, x.ElementCount + y.ElementCount);
    }

    readonly struct ResizeParts<T>(Tensor x, AxisMap[] maps, T[][] weights, Tensor y, int planes, int each) : IParts where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            int first = part * each, end = Math.Min(planes, first + each);
            if (ElementLoop.Is512) Over<Lane512<T>>(first, end);
            else if (ElementLoop.Is256) Over<Lane256<T>>(first, end);
            else Over<Lane128<T>>(first, end);
        }

        unsafe void Over<V>(int first, int end) where V : struct, ILane<V, T>
        {
            int inputs = (int)(x.ElementCount / planes), outputs = (int)(y.ElementCount / planes), room = Room();
            T* scratch = PackBuffer<T>.Image.Reserve(2 * room);
            fixed (T* from = x.Span<T>(), to = y.Span<T>())
                for (int plane = first; plane < end; plane++)
                {
                    Shape shape = x.Shape;
                    T* source = from + (nint)plane * inputs;
                    for (int i = 0; i < maps.Length; i++)
                    {
                        AxisMap map = maps[i];
                        T* target = i == maps.Length - 1 ? to + (nint)plane * outputs : scratch + i % 2 * room;
                        int outer = (int)shape.CountOf(2, map.Axis), inner = (int)shape.CountOf(map.Axis + 1, shape.Rank);
                        if (inner == 1) ResizeLoops.AlongRows<V, T>(source, map, weights[i], outer, target);
                        else ResizeLoops.AcrossRows<V, T>(source, map, weights[i], outer, inner, target);
                        shape = shape.With(map.Axis, map.Outputs);
                        source = target;
                    }
                }
        }

        /// <summary>The elements of the largest plane on the way.</summary>
        int Room()
        {
            Shape shape = x.Shape;
            long room = 0;
            foreach (AxisMap map in maps)
            {
                shape = shape.With(map.Axis, map.Outputs);
                room = Math.Max(room, shape.CountOf(2, shape.Rank));
            }
            return (int)room;
        }
    }
}
