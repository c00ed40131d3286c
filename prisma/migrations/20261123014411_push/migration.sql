-- AlterTable
ALTER TABLE "lead" ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "held_since" TIMESTAMPTZ(3),
ADD COLUMN     "offer_until" TIMESTAMPTZ(3),
ADD COLUMN     "offered_to" TEXT,
ADD COLUMN     "push" JSONB;

-- CreateTable
CREATE TABLE "rotation" (
    "pool" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "level" TEXT NOT NULL,
    "carry" TEXT NOT NULL,

    CONSTRAINT "rotation_pkey" PRIMARY KEY ("pool","queue")
);

-- CreateTable
CREATE TABLE "rotation_account" (
    "pool" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "rep" TEXT NOT NULL,
    "weight" INTEGER NOT NULL,
    "banked" TEXT NOT NULL,
    "since" TEXT NOT NULL,
    "credited" BOOLEAN NOT NULL,
    "present" BOOLEAN NOT NULL,
    "keeps" INTEGER NOT NULL,
    "member" BOOLEAN NOT NULL,

    CONSTRAINT "rotation_account_pkey" PRIMARY KEY ("pool","queue","rep")
);

-- CreateTable
CREATE TABLE "rotation_entry" (
    "pool" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "entry" JSONB NOT NULL,

    CONSTRAINT "rotation_entry_pkey" PRIMARY KEY ("pool","queue","seq")
);

-- CreateTable
CREATE TABLE "availability" (
    "rep" TEXT NOT NULL,
    "command" JSONB,
    "said_at" TIMESTAMPTZ(3),
    "out_of_office" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "availability_pkey" PRIMARY KEY ("rep")
);

-- CreateIndex
CREATE INDEX "lead_due_idx" ON "lead"("due_at", "id") WHERE (due_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "lead_held_idx" ON "lead"("pool", "received_at", "id") WHERE (held_since IS NOT NULL);

-- CreateIndex
CREATE INDEX "lead_offered_idx" ON "lead"("offered_to") WHERE (offered_to IS NOT NULL);

-- CreateIndex
CREATE INDEX "lead_taken_idx" ON "lead"("owner", "owned_at") WHERE (owner IS NOT NULL);
