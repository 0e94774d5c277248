using Nabla.Layers;
using Nabla.Serialization;

namespace Nabla;

/// <summary>Saving and loading models.</summary>
public static class ModelFileExtensions
{
    extension(Module model)
    {
        /// <summary>All parameters and buffers by their paths: what a saved model consists of.</summary>
        /// <returns>The tensors themselves, not copies.</returns>
        public IReadOnlyDictionary<string, Tensor> State() => model.NamedParameters().Select(p => (p.Path, Value: (Tensor)p.Value))
            .Concat(model.NamedBuffers()).ToDictionary(t => t.Path, t => t.Value, StringComparer.Ordinal);

        /// <summary>Writes all parameters and buffers to a safetensors file, whole or not at all.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void Save(string path) => SafeTensors.Save(path, model.State());

        /// <summary>Reads all parameters and buffers from a safetensors file; nothing is changed where anything does not fit.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="FileFormatException">The file is no safetensors file.</exception>
        /// <exception cref="ModelMismatchException">The file has other names than the model.</exception>
        /// <exception cref="ShapeException">A tensor has another shape than the model's, which the message names.</exception>
        /// <exception cref="DTypeException">A tensor is whole numbers where the model has floating point, or the other way round.</exception>
        /// <exception cref="IOException">The file cannot be read.</exception>
        public void Load(string path) => model.LoadState(SafeTensors.Load(path), path);

        /// <summary>Takes over all parameters and buffers; nothing is changed where anything does not fit.</summary>
        /// <remarks>How often layers drew random numbers may be missing, if nothing else is, as it is in PyTorch's files: it stays as it is.</remarks>
        /// <param name="state">Tensors by their paths.</param>
        /// <param name="source">What messages call them.</param>
        /// <exception cref="ModelMismatchException">There are other names than the model's.</exception>
        /// <exception cref="ShapeException">A tensor has another shape than the model's, which the message names.</exception>
        /// <exception cref="DTypeException">A tensor is whole numbers where the model has floating point, or the other way round.</exception>
        public void LoadState(IReadOnlyDictionary<string, Tensor> state, string source = "state")
        {
            IReadOnlyDictionary<string, Tensor> own = model.State();
            string[] missing = [.. own.Keys.Except(state.Keys, StringComparer.Ordinal)], unexpected = [.. state.Keys.Except(own.Keys, StringComparer.Ordinal)];
            if (unexpected.Length > 0 || missing.Except(Counters(model), StringComparer.Ordinal).Any()) throw new ModelMismatchException(source, missing, unexpected);
            foreach ((string path, Tensor to) in own)
                if (state.TryGetValue(path, out Tensor? from)) Fit(path, from, to);
            foreach ((string path, Tensor to) in own)
            {
                if (!state.TryGetValue(path, out Tensor? from)) continue;
                if (to is Parameter parameter) parameter.Assign(from);
                else to.Overwrite(from.Cast(to.DType));
            }
        }
    }

    /// <summary>The counters of random layers.</summary>
    static IEnumerable<string> Counters(Module model) =>
        from module in model.NamedModules()
        where module.Value is RandomActivation
        select module.Path.Length == 0 ? RandomActivation.Calls : $"{module.Path}.{RandomActivation.Calls}";

    static void Fit(string path, Tensor from, Tensor to)
    {
        if (from.Shape != to.Shape)
            throw new ShapeException($"model.{path}: cannot load {from.Shape}: the model expects {to.Shape}.", from.Shape, to.Shape);
        if (from.DType.IsFloatingPoint != to.DType.IsFloatingPoint)
            throw new DTypeException($"model.{path}: cannot load {from.DType.Name}: the model expects {to.DType.Name}.");
    }
}
