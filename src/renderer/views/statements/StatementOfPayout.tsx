import { Button, Group } from '@mantine/core'
import type { StatementFormat } from '../../../preload/contract/documents'
import type { PayoutDetail, PayoutState } from '../../../preload/contract/payouts'
import { useMay } from '../../api'
import { useWords } from '../../words'
import { MakingStatement } from './MakingStatement'
import { useStatementFile } from './useStatementFile'

/** A payout in one of these has been agreed to: its statement can be issued. */
const AGREED: readonly PayoutState[] = ['approved', 'handed_over', 'presumed_paid', 'confirmed', 'returned', 'quarantined']

/** The statement of one payout, to be saved from where its figures are shown. */
export function StatementOfPayout({ payout }: { payout: PayoutDetail }) {
  const { t } = useWords()
  const mayExport = useMay('export')
  const file = useStatementFile()
  if (!mayExport || !AGREED.includes(payout.state)) return null
  const make = (format: StatementFormat) => file.make({ payoutId: payout.id, merchantName: payout.merchantName }, format)
  return (
    <div>
      <Group gap="xs" mb={6}>
        <span>{t('statements.statement')}</span>
        <Button onClick={() => make('pdf')} size="compact-xs" variant="default">
          PDF
        </Button>
        <Button onClick={() => make('xlsx')} size="compact-xs" variant="default">
          Excel
        </Button>
      </Group>
      <MakingStatement file={file} />
    </div>
  )
}
