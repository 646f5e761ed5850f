import { Alert, Button, Group, Stack, Table } from '@mantine/core'
import type { DebitPreview } from '../../../preload/contract/debits'
import { Refused, useAct } from '../../api'
import { actorName } from '../../parts/actor'
import { DateText, formatInstant } from '../../parts/DateText'
import { Dialog } from '../../parts/Dialog'
import { DebitErrorList } from '../../parts/ErrorList'
import { FileDrop } from '../../parts/FileDrop'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './debits.module.css'

/** A result file: chosen, read, shown with what it would do, brought in. */
export function ResultIntake({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const previewing = useAct('debits.preview')
  const bringing = useAct('debits.bringIn')
  const preview = previewing.data
  const error = previewing.error ?? bringing.error
  const refusal = error instanceof Refused ? error.refusal : null
  return (
    <Dialog onClose={onClose} opened size="lg" title={t('debits.bringResult')}>
      <Stack gap="sm">
        {preview || previewing.isPending ? null : (
          <FileDrop hint={t('debits.result')} onOffered={([file]) => file && previewing.mutate({ reference: file.reference })} />
        )}
        <RefusalText error={error} />
        {refusal?.refusal === 'debit_result_has_errors' ? <DebitErrorList errors={refusal.errors} total={refusal.total} /> : null}
        {preview ? <Preview preview={preview} /> : null}
        {bringing.data ? <p role="status">{t('debits.broughtIn')}</p> : null}
        <Group gap="xs" justify="flex-end">
          <Button onClick={onClose} variant="default">
            {bringing.data ? t('parts.close') : t('parts.cancel')}
          </Button>
          {preview && !bringing.data ? (
            <Button
              data-autofocus
              loading={bringing.isPending}
              onClick={() => bringing.mutate({ planId: preview.planId, sha256: preview.sha256 })}
            >
              {t('debits.bringIn')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  )
}

/** What a result file tells and would bring, before anything is stored. */
function Preview({ preview }: { preview: DebitPreview }) {
  const { t } = useWords()
  const { fileName, sha256, debitOn, lines, total, codes, outcomes, alreadyImported } = preview
  return (
    <>
      <p>
        <strong>{fileName}</strong> <span className={styles.dimmed}>SHA-256 {sha256.slice(0, 16)}</span>
      </p>
      <p>
        {t('debits.debitOn')} <DateText date={debitOn} /> · {t('debits.lines')} {lines.toLocaleString('ja-JP')} ·{' '}
        <Money amount={total} unit={t('parts.yen')} />
      </p>
      {alreadyImported ? (
        <Alert color="amber" variant="light">
          {t('debits.alreadyImported', { by: actorName(alreadyImported.importedBy), at: formatInstant(alreadyImported.importedAt) })}
        </Alert>
      ) : null}
      <Table verticalSpacing={4} w="auto">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('debits.code')}</Table.Th>
            <Table.Th ta="right">{t('debits.orders')}</Table.Th>
            <Table.Th ta="right">{t('debits.amount')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {codes.map(({ code, count, amount }) => (
            <Table.Tr key={code}>
              <Table.Th scope="row">
                {code} {t(`debits.codes.${code}`)}
              </Table.Th>
              <Table.Td className={styles.figure}>{count.toLocaleString('ja-JP')}</Table.Td>
              <Table.Td className={styles.figure}>
                <Money amount={amount} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p>{outcomes.map(({ outcome, count }) => `${t(`debits.outcome.${outcome}`)} ${count.toLocaleString('ja-JP')}`).join(' · ')}</p>
    </>
  )
}
