import { useCallback, useState } from 'react'
import type { StatementFormat, StatementRow } from '../../../preload/contract/documents'
import { useAct, useJob } from '../../api'
import { jobEnd } from '../exports/job-end'
import { useSavingOnce } from '../exports/useSaving'

/** One statement, made as a job and saved as soon as it is there. */
export function useStatementFile() {
  const act = useAct('statements.make')
  const job = useJob(act.data?.jobId ?? null)
  const { result, error } = jobEnd(job)
  const { saved, error: savingError } = useSavingOnce(result?.kind === 'statement' ? result.statement : null)
  const [merchant, setMerchant] = useState('')
  const { mutate } = act
  const make = useCallback(
    ({ payoutId, merchantName }: Pick<StatementRow, 'payoutId' | 'merchantName'>, format: StatementFormat) => {
      if (payoutId === null) return
      setMerchant(merchantName)
      mutate({ payoutId, format })
    },
    [mutate],
  )
  return { make, merchant, job, saved, error: act.error ?? error ?? savingError }
}

export type StatementFile = ReturnType<typeof useStatementFile>
