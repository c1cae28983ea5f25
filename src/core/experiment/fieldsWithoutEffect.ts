/** Fields that do not affect what a training reaches, by their dotted paths. */
export const fieldsWithoutEffect: ReadonlySet<string> = new Set(['$schema', 'device', 'threads', 'training.log']);
