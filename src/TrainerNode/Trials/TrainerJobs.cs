namespace DeepIoT.TrainerNode.Trials;

/// <summary>What a slot of a trainer can be used for.</summary>
internal sealed record TrainerJobs(TrialJob Trial, ExamineJob Examination, CharacteriseJob Characterisation, LearnJob Learning);
