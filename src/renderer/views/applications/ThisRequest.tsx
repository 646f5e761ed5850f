import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ContactsWish, MerchantRequest } from '../../../preload/contract/portal'
import { useAct, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { useWords, type Words } from '../../words'
import { AccountFacts } from '../merchants/AccountFacts'
import { Difference } from '../merchants/Difference'
import styles from './applications.module.css'
import { DeclineDialog } from './DeclineDialog'

/** What a merchant wishes to be instead of what is, and carrying it on. */
export function ThisRequest({ request }: { request: MerchantRequest }) {
  const { t } = useWords()
  const { wish } = request
  return (
    <div className={styles.one}>
      <header>
        <h2>
          <Link href={`/merchants/${request.merchantId}`}>{request.merchantName}</Link>
        </h2>
        <p className={styles.dimmed}>
          <Code>{request.registrationNumber}</Code> · {t(`applications.wish.${wish.kind}`)} · <InstantText at={request.madeAt} />
        </p>
      </header>
      {wish.kind === 'account' ? (
        <AccountFacts account={wish.after} before={wish.before} />
      ) : (
        <ContactsDifference after={wish.after} before={wish.before} />
      )}
      <Carry request={request} />
    </div>
  )
}

const FIELDS = ['noticeBy', 'email', 'postalAddress', 'language', 'webhookUrl'] as const

function ContactsDifference({ before, after }: { before: ContactsWish; after: ContactsWish }) {
  const { t } = useWords()
  const rows = FIELDS.map((field) => ({
    key: field,
    name: t(field === 'language' ? 'merchants.contactLanguage' : `merchants.${field}`),
    before: contactText(before, field, t),
    after: contactText(after, field, t),
    changed: before[field] !== after[field],
  }))
  return <Difference rows={rows} title={t('merchants.sectionContacts')} />
}

function contactText(contacts: ContactsWish, field: (typeof FIELDS)[number], t: Words): string {
  if (field === 'noticeBy') return t(`merchants.noticeWays.${contacts.noticeBy}`)
  if (field === 'language') return t(`merchants.languages.${contacts.language}`)
  return contacts[field] || '–'
}

function Carry({ request }: { request: MerchantRequest }) {
  const { t } = useWords()
  const mayPrepare = useMay('prepare_merchants')
  const [declining, setDeclining] = useState(false)
  const take = useAct('merchants.takeRequest')
  const decline = useAct('merchants.declineRequest')
  const { id, version, wish, state } = request
  if (state !== 'waiting') return <Ended request={request} />
  if (!mayPrepare) return <p className={styles.dimmed}>{t('applications.mayNot')}</p>
  const isAccount = wish.kind === 'account'
  return (
    <>
      <p className={styles.dimmed}>{t(isAccount ? 'applications.takeAccountText' : 'applications.takeContactsText')}</p>
      <RefusalText error={take.error} />
      <Group gap="xs">
        <Button loading={take.isPending} onClick={() => take.mutate({ id, version })} size="xs">
          {t(isAccount ? 'applications.takeAccount' : 'applications.takeContacts')}
        </Button>
        <Button color="red" onClick={() => setDeclining(true)} size="xs" variant="outline">
          {t('applications.declineWish')}
        </Button>
      </Group>
      <DeclineDialog
        act={t('applications.declineWish')}
        busy={decline.isPending}
        error={decline.error}
        label={t('applications.declineWishReason')}
        onClose={() => setDeclining(false)}
        onDecline={(reason) => decline.mutate({ id, version, reason }, { onSuccess: () => setDeclining(false) })}
        opened={declining}
        text={t('applications.declineWishText')}
        title={t('applications.declineWishTitle', { merchant: request.merchantName })}
      />
    </>
  )
}

function Ended({ request: { state, reason, handledBy, handledAt } }: { request: MerchantRequest }) {
  const { t } = useWords()
  return (
    <p>
      {t(`applications.requestState.${state}`)} {reason}{' '}
      <span className={styles.dimmed}>
        {handledBy === null ? null : t('applications.handledBy', { name: actorName(handledBy) })} <InstantText at={handledAt} />
      </span>
    </p>
  )
}
