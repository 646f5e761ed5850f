import { Alert, Table } from '@mantine/core'
import type { CollectionPreview } from '../../../preload/contract/collections'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { DateText, formatInstant } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './collections.module.css'

/** How many lines are not here yet. */
export const newLines = ({ lines, duplicates }: Pick<CollectionPreview, 'lines' | 'duplicates'>) => lines - duplicates

/** What a result file holds and would do, before anything is stored. */
export function ResultPreview({ preview }: { preview: CollectionPreview }) {
  const { t } = useWords()
  const { agentName, party, format, lines, duplicates, unknownSlips, paidFrom, paidTo, alreadyImported } = preview
  return (
    <div className={styles.preview}>
      <p>
        <strong>{preview.fileName}</strong> {t(`nouns.collectionFormat.${format}`)}{' '}
        <span className={styles.dimmed}>SHA-256 {preview.sha256.slice(0, 16)}</span>
      </p>
      <p>
        {agentName} <Code>{party}</Code> · {t('collections.totals', { count: lines })} · {t('collections.paidPeriod')}{' '}
        <DateText date={paidFrom} /> – <DateText date={paidTo} />
      </p>
      <p className={styles.dimmed}>{t('collections.previewNote')}</p>
      {alreadyImported ? (
        <Alert color="amber" variant="light">
          {t('collections.alreadyImported', {
            file: alreadyImported.fileName,
            name: actorName(alreadyImported.importedBy),
            at: formatInstant(alreadyImported.importedAt),
          })}
        </Alert>
      ) : null}
      <Kinds preview={preview} />
      {duplicates > 0 ? <p>{t('collections.duplicates', { count: duplicates })}</p> : null}
      {unknownSlips > 0 ? <p className={styles.warned}>{t('collections.unknownSlips', { count: unknownSlips })}</p> : null}
    </div>
  )
}

/** Lines by kind: how many, what they come to, and what that kind does. */
function Kinds({ preview: { kinds } }: { preview: CollectionPreview }) {
  const { t } = useWords()
  return (
    <Table className={styles.kinds} verticalSpacing={4} w="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('collections.kind')}</Table.Th>
          <Table.Th ta="right">{t('collections.count')}</Table.Th>
          <Table.Th ta="right">{t('parts.yen')}</Table.Th>
          <Table.Th>{t('collections.whatHappens')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {kinds.map(({ kind, count, amount }) => (
          <Table.Tr key={kind}>
            <Table.Th scope="row">{t(`nouns.collectionKind.${kind}`)}</Table.Th>
            <Table.Td className={styles.figure}>{count.toLocaleString('ja-JP')}</Table.Td>
            <Table.Td className={styles.figure}>
              <Money amount={amount} />
            </Table.Td>
            <Table.Td>{t(`collections.effect.${kind}`)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
