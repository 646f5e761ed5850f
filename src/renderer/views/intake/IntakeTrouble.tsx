import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Refusal } from '../../../preload/contract/errors'
import type { OfferReference } from '../../../preload/contract/ids'
import { Refused, useMay } from '../../api'
import { CollectionErrorList, RecordErrorList, RowErrorList } from '../../parts/ErrorList'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { CopyErrors } from './CopyErrors'
import { collectionLinesOf, linesOf } from './error-lines'
import { MapBankColumns } from './MapBankColumns'
import { TakeInAccount } from './TakeInAccount'

export interface IntakeTroubleProps {
  error: Error
  /** The file of a statement, of which a person may say what its columns mean. */
  reference?: OfferReference
  /** Another file. */
  onAgain: () => void
  /** The same file once more. */
  onPlanAgain: () => void
}

/** What was shown holds no more: the same file may be looked at again. */
const PLAN_OVER: readonly string[] = ['plan_changed', 'plan_expired', 'mapping_changed']

/** A CSV of which nobody has said what its columns mean, or they are others now. */
function isAboutColumns(refusal: Refusal | null): boolean {
  return refusal?.refusal === 'columns_changed' || (refusal?.refusal === 'format_unknown' && refusal.hint === 'unknown')
}

/** Why a file was not taken, and what to do: every error by its place, an unknown account to take in, or a plain sentence. */
export function IntakeTrouble({ error, reference, onAgain, onPlanAgain }: IntakeTroubleProps) {
  const { t, language } = useWords()
  const mayTakeIn = useMay('take_in_account')
  const refusal = error instanceof Refused ? error.refusal : null
  const [taken, setTaken] = useState(0)
  const unknown = refusal?.refusal === 'account_unknown' ? refusal.accounts : []
  const takenIn = () => {
    if (taken + 1 < unknown.length) setTaken(taken + 1)
    else onPlanAgain()
  }
  const next = unknown[taken]
  return (
    <Stack gap="sm">
      {next && mayTakeIn ? null : <RefusalText error={error} />}
      {refusal?.refusal === 'statement_has_errors' ? (
        <>
          <RecordErrorList errors={refusal.errors} total={refusal.total} />
          <CopyErrors lines={linesOf(refusal.errors, language)} />
        </>
      ) : null}
      {refusal?.refusal === 'collection_has_errors' ? (
        <>
          <CollectionErrorList errors={refusal.errors} total={refusal.total} />
          <CopyErrors lines={collectionLinesOf(refusal.errors, language)} />
        </>
      ) : null}
      {refusal?.refusal === 'order_file_has_errors' ? (
        <>
          <RowErrorList errors={refusal.errors} total={refusal.total} />
          <CopyErrors lines={linesOf(refusal.errors, language)} />
        </>
      ) : null}
      {reference && mayTakeIn && isAboutColumns(refusal) ? <MapBankColumns onSaved={onPlanAgain} reference={reference} /> : null}
      {next && mayTakeIn ? (
        <TakeInAccount account={next} key={`${next.bankCode}${next.branchCode}${next.accountNumber}`} onTaken={takenIn} />
      ) : null}
      <Group gap="xs">
        {refusal !== null && PLAN_OVER.includes(refusal.refusal) ? (
          <Button onClick={onPlanAgain} size="xs">
            {t('intake.planAgain')}
          </Button>
        ) : null}
        <Button onClick={onAgain} size="xs" variant="default">
          {t('intake.another')}
        </Button>
      </Group>
    </Stack>
  )
}
