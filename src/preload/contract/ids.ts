import { z } from 'zod'

/*
 * Identities are made by the core, not by a sequence of the database: 53-bit integers ordered by the time they were
 * made (see main/ledger/identity.ts). Each noun has its own brand, so an order can never be passed for a deposit.
 */
const id = () => z.int().positive()

export const UserId = id().brand<'UserId'>()
export type UserId = z.infer<typeof UserId>
export const SavedViewId = id().brand<'SavedViewId'>()
export type SavedViewId = z.infer<typeof SavedViewId>
export const MerchantId = id().brand<'MerchantId'>()
export type MerchantId = z.infer<typeof MerchantId>
export const OrderId = id().brand<'OrderId'>()
export type OrderId = z.infer<typeof OrderId>
export const ReceiptId = id().brand<'ReceiptId'>()
export type ReceiptId = z.infer<typeof ReceiptId>
export const DepositCommentId = id().brand<'DepositCommentId'>()
export type DepositCommentId = z.infer<typeof DepositCommentId>
export const AllocationId = id().brand<'AllocationId'>()
export type AllocationId = z.infer<typeof AllocationId>
/** One decision to clear, whole: the identity of its first allocation. */
export const ActId = id().brand<'ActId'>()
export type ActId = z.infer<typeof ActId>
export const EntryId = id().brand<'EntryId'>()
export type EntryId = z.infer<typeof EntryId>
export const ApprovalId = id().brand<'ApprovalId'>()
export type ApprovalId = z.infer<typeof ApprovalId>
export const AccountId = id().brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>
export const StatementFileId = id().brand<'StatementFileId'>()
export type StatementFileId = z.infer<typeof StatementFileId>
export const ApplicationId = id().brand<'ApplicationId'>()
export type ApplicationId = z.infer<typeof ApplicationId>
export const NoticeId = id().brand<'NoticeId'>()
export type NoticeId = z.infer<typeof NoticeId>
export const ApiKeyId = id().brand<'ApiKeyId'>()
export type ApiKeyId = z.infer<typeof ApiKeyId>
export const IncomingMailId = id().brand<'IncomingMailId'>()
export type IncomingMailId = z.infer<typeof IncomingMailId>
export const MerchantRequestId = id().brand<'MerchantRequestId'>()
export type MerchantRequestId = z.infer<typeof MerchantRequestId>
export const OrderEventId = id().brand<'OrderEventId'>()
export type OrderEventId = z.infer<typeof OrderEventId>
export const TransferRunId = id().brand<'TransferRunId'>()
export type TransferRunId = z.infer<typeof TransferRunId>
export const PayoutId = id().brand<'PayoutId'>()
export type PayoutId = z.infer<typeof PayoutId>
export const TransferId = id().brand<'TransferId'>()
export type TransferId = z.infer<typeof TransferId>
export const RefundId = id().brand<'RefundId'>()
export type RefundId = z.infer<typeof RefundId>
export const PayableItemId = id().brand<'PayableItemId'>()
export type PayableItemId = z.infer<typeof PayableItemId>
export const ReceivableItemId = id().brand<'ReceivableItemId'>()
export type ReceivableItemId = z.infer<typeof ReceivableItemId>
export const IssuedStatementId = id().brand<'IssuedStatementId'>()
export type IssuedStatementId = z.infer<typeof IssuedStatementId>
export const DocumentId = id().brand<'DocumentId'>()
export type DocumentId = z.infer<typeof DocumentId>
export const ClosedDayId = id().brand<'ClosedDayId'>()
export type ClosedDayId = z.infer<typeof ClosedDayId>
export const SlipId = id().brand<'SlipId'>()
export type SlipId = z.infer<typeof SlipId>
export const CollectionFileId = id().brand<'CollectionFileId'>()
export type CollectionFileId = z.infer<typeof CollectionFileId>
export const CollectionLineId = id().brand<'CollectionLineId'>()
export type CollectionLineId = z.infer<typeof CollectionLineId>
export const ClaimId = id().brand<'ClaimId'>()
export type ClaimId = z.infer<typeof ClaimId>
export const ClaimDeductionId = id().brand<'ClaimDeductionId'>()
export type ClaimDeductionId = z.infer<typeof ClaimDeductionId>
export const CollectionSettlementId = id().brand<'CollectionSettlementId'>()
export type CollectionSettlementId = z.infer<typeof CollectionSettlementId>
export const CardPaymentId = id().brand<'CardPaymentId'>()
export type CardPaymentId = z.infer<typeof CardPaymentId>
export const CardActId = id().brand<'CardActId'>()
export type CardActId = z.infer<typeof CardActId>
export const CardChargebackId = id().brand<'CardChargebackId'>()
export type CardChargebackId = z.infer<typeof CardChargebackId>
export const CardTroubleEndId = id().brand<'CardTroubleEndId'>()
export type CardTroubleEndId = z.infer<typeof CardTroubleEndId>
export const JobId = z.uuid().brand<'JobId'>()
export type JobId = z.infer<typeof JobId>

/** What a file was called when it was handed over; lets the core find the bytes. Lives for one sitting. */
export const OfferReference = z.uuid().brand<'OfferReference'>()
export type OfferReference = z.infer<typeof OfferReference>
export const MandateId = id().brand<'MandateId'>()
export type MandateId = z.infer<typeof MandateId>
export const DebitRunId = id().brand<'DebitRunId'>()
export type DebitRunId = z.infer<typeof DebitRunId>
export const DebitLineId = id().brand<'DebitLineId'>()
export type DebitLineId = z.infer<typeof DebitLineId>
export const DebitResultFileId = id().brand<'DebitResultFileId'>()
export type DebitResultFileId = z.infer<typeof DebitResultFileId>
export const DebitResultLineId = id().brand<'DebitResultLineId'>()
export type DebitResultLineId = z.infer<typeof DebitResultLineId>
