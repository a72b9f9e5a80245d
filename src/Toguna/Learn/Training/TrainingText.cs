namespace Toguna.Learn.Training;

/// <summary>Marks the words of training, rotations and exercises.</summary>
public sealed class TrainingText;
