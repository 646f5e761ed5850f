import { z } from 'zod'

/** Who must agree before it happens, told to the maker beforehand. */
export const Approvers = z.object({
  /** How many others must agree. */
  needed: z.int().min(0).max(2),
  why: z.enum(['none', 'always', 'above_limit', 'after_close', 'above_age', 'above_second_limit']),
  /** People who made or touched the case, as the audit trail names them: they do not decide it. */
  barred: z.array(z.string()),
})
export type Approvers = z.infer<typeof Approvers>
