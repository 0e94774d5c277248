// The smallest problem that one layer cannot solve: exclusive or, learnt by a hidden layer of 8.
using Nabla;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

var data = new TensorDataset(
    inputs: Tensor.From(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }),
    targets: Tensor.From(new float[,] { { 0 }, { 1 }, { 1 }, { 0 } }));

var model = new Sequential(new Linear(2, 8), new Tanh(), new Linear(8, 1));
var trainer = new Trainer(model, new Adam(model, learningRate: 0.05), Loss.BinaryCrossEntropy);
TrainingResult result = trainer.Fit(data, epochs: 300);

Console.WriteLine(FormattableString.Invariant($"loss after {result.Epochs} epochs: {result.Loss:F4}"));
float[] probabilities = trainer.Predict(data.Inputs).Sigmoid().ToArray<float>();
for (int i = 0; i < 4; i++)
    Console.WriteLine(FormattableString.Invariant($"{i / 2} xor {i % 2} = {(probabilities[i] > 0.5 ? 1 : 0)}    (probability of 1: {probabilities[i]:F3})"));
