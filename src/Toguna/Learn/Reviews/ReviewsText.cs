namespace Toguna.Learn.Reviews;

/// <summary>Marks the words of reviews and lessons.</summary>
public sealed class ReviewsText;
