import { describe } from 'vitest'
import { liveStage, type StagedServer, SUBJECTS, type Subject } from './stage.ts'

/** Describes the same for every subject; those whose server is not there are skipped. */
export function describeSubjects(
  tell: (subject: Subject, server: StagedServer) => void,
  which: (subject: Subject) => boolean = () => true,
): void {
  const { servers } = liveStage()
  for (const subject of SUBJECTS.filter(which)) {
    const server = servers[subject.server]
    describe.skipIf(server === undefined)(subject.title, () => {
      tell(subject, server ?? { url: '', version: '' })
    })
  }
}
