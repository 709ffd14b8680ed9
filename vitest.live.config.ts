import { defineConfig } from 'vitest/config'
import { VerifiedReporter } from './test/live/page/reporter.ts'

/** Real servers on this machine: one file after the other, since all share its processor. */
export default defineConfig({
  test: {
    include: ['test/live/**/*.test.ts', 'test/contracts/backend.test.ts'],
    globalSetup: ['test/live/setup.ts'],
    reporters: ['verbose', new VerifiedReporter()],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
  },
})
