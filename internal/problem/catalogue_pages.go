package problem

// What an author meets in a page: its links, its name, its fields, its text.

// Rules about a page's links.
var (
	BrokenLink = links.rule("lien-casse", Error, Rule{
		Title: "Un lien ne mène à aucune page",
		Meaning: "La page visée n’existe pas, ou son nom est mal écrit. Le lecteur qui suivrait ce lien tomberait sur une page " +
			"d’erreur.",
		Remedy: "Corrigez le nom ; le programme propose souvent le bon. Entre doubles crochets, donnez le nom du fichier, sans dossier " +
			"ni `.md` : il est cherché dans tout le portail. Un chemin entre parenthèses se lit, lui, depuis le dossier de votre " +
			"fichier. " +
			"Si la page a été supprimée, retirez le lien.",
		Example: "avant : Voir [[planing-partage]].\naprès : Voir [[planning-partage]].",
	})
	BrokenAnchor = links.rule("ancre-cassee", Error, Rule{
		Title: "Un lien vise une partie de page qui n’existe pas",
		Meaning: "La page est là, mais elle n’a pas de titre de ce nom : il a sans doute été reformulé. Le lien mènerait en haut de la " +
			"page, et non à l’endroit promis.",
		Remedy:  "Ouvrez la page visée et recopiez le titre de la partie après le signe dièse.",
		Example: "avant : [[document-unique#Agir]]\naprès : [[document-unique#Agir dans l’équipe]]",
	})
	UnknownReference = links.rule("reference-inconnue", Error, Rule{
		Title: "Un champ nomme une page qui n’existe pas",
		Meaning: "Certains champs, comme `responsable` ou `voir_aussi`, désignent d’autres pages. Celle-ci est introuvable parmi les " +
			"pages que ce champ accepte : la fiche perdrait son contact ou son renvoi.",
		Remedy: "Donnez le nom du fichier de la page, son titre ou son numéro. Si la page n’existe pas encore, écrivez-la, ou retirez " +
			"la valeur en attendant.",
		Example: "avant : responsable: c-duval\naprès : responsable: camille-duval",
	})
	AmbiguousLink = links.rule("lien-ambigu", Warning, Rule{
		Title:   "Un nom désigne plusieurs pages",
		Meaning: "Deux pages portent ce nom, dans deux dossiers. Le programme en a choisi une, peut-être pas la vôtre.",
		Remedy:  "Écrivez le dossier devant le nom.",
		Example: "avant : [[accueil]]\naprès : [[pages/accueil]]",
	})
	LinkToUnpublished = links.rule("lien-non-publie", Warning, Rule{
		Title: "Un lien mène à une page que les lecteurs ne voient pas",
		Meaning: "La page visée est un brouillon, attend son jour ou a expiré. D’ici à sa publication, le texte du lien reste, sans " +
			"lien.",
		Remedy: "Rien à faire si elle paraît bientôt. Sinon, publiez-la ou retirez le lien.",
	})
	EmptyLink = links.rule("lien-sans-texte", Warning, Rule{
		Title:   "Un lien n’a pas de texte",
		Meaning: "Rien ne se voit à l’écran, et un lecteur d’écran n’annonce qu’une adresse.",
		Remedy:  "Écrivez entre les crochets où mène le lien.",
		Example: "avant : [](https://www.anact.fr)\naprès : [le site de l’Anact](https://www.anact.fr)",
	})
	ForbiddenAddress = links.rule("adresse-interdite", Warning, Rule{
		Title: "Un lien a une adresse que le portail refuse",
		Meaning: "Une adresse peut faire autre chose que mener à une page, par exemple lancer un programme, ou cacher où elle mène. Le " +
			"portail n’accepte que les adresses sans danger, et les juge comme un navigateur les lit, signes codés compris. Le texte " +
			"reste, le lien ou l’image est retiré.",
		Remedy: "Employez une adresse en `https:`, `http:`, `mailto:` (courriel) ou `tel:` (téléphone), ou une page du portail. Devant " +
			"le nom d’un fichier qui contient deux-points, écrivez `./`.",
		Example: "avant : [le compte rendu](note:reunion.md)\naprès : [le compte rendu](./note:reunion.md)",
	})
)

// Rules about the names of files, and files as such.
var (
	AddressTaken = names.rule("adresse-en-double", Error, Rule{
		Title: "Une adresse est prise deux fois",
		Meaning: "Deux pages ou deux images auraient la même adresse : l’une effacerait l’autre. Des majuscules ou des accents ne " +
			"suffisent pas à les distinguer, car tous les disques partagés ne les voient pas.",
		Remedy: "Renommez l’un des deux fichiers, ou retirez l’adresse de trop dans `alias`.",
	})
	DuplicateKey = names.rule("cle-en-double", Warning, Rule{
		Title: "Deux pages portent le même numéro",
		Meaning: "Le numéro d’un déterminant ou d’une newsletter sert à la nommer ailleurs. Quand deux pages portent le même, on ne " +
			"sait plus de laquelle il est question.",
		Remedy:  "Donnez un autre numéro à la plus récente. La commande `intraqvt new` prend d’elle-même le suivant.",
		Example: "avant : numero: 8 (déjà pris)\naprès : numero: 9",
	})
	InvalidAlias = names.rule("alias", Error, Rule{
		Title:   "Une ancienne adresse est impossible",
		Meaning: "Le champ `alias` garde les adresses qu’une page a eues. Ce qui est écrit là ne peut pas être une adresse du portail.",
		Remedy:  "Écrivez le dossier et le nom, sans adresse de site ni point d’interrogation.",
		Example: "avant : alias: [https://intranet/fiches/chutes.html]\naprès : alias: [fiches/chutes]",
	})
	ImpossibleName = names.rule("nom-impossible", Error, Rule{
		Title: "Un nom de fichier ou de dossier ne donne pas d’adresse",
		Meaning: "Une adresse vient du nom d’un fichier et de ceux de ses dossiers. Celui-ci n’a ni lettre ni chiffre, est trop long, " +
			"ou contient un signe sous lequel rien ne peut être publié.",
		Remedy:  "Renommez le fichier en minuscules, sans accent, avec des traits d’union.",
		Example: "avant : content/actualites/---.md\naprès : content/actualites/semaine-qvct.md",
	})
	UnportableName = names.rule("nom-de-fichier", Warning, Rule{
		Title: "Un nom de fichier ou de dossier ne va pas partout",
		Meaning: "Windows ne connaît pas de tel nom (deux-points, point d’interrogation, « con », espace à la fin, plus de 255 signes…), " +
			"ou ne le distingue pas d’un autre. Ceux qui y travaillent n’auraient pas le fichier, et un lecteur partagé ne le " +
			"montrerait pas.",
		Remedy:  "Renommez le fichier en minuscules, sans accent, avec des traits d’union.",
		Example: "avant : content/actualites/Bilan : 2026 ?.md\naprès : content/actualites/bilan-2026.md",
	})
	OutsideSymlink = names.rule("lien-sortant", Error, Rule{
		Title: "Un raccourci mène hors du portail",
		Meaning: "Dans `content/`, `layouts/` ou `static/`, un raccourci (lien symbolique) désigne quelque chose en dehors du dossier " +
			"du portail, ou un fichier caché. Le suivre publierait ce qui n’a pas été écrit pour l’être. Rien de ce qu’il désigne n’est " +
			"lu.",
		Remedy: "Remplacez-le par une copie du fichier ou du dossier. Entre deux endroits du portail, un raccourci est permis s’il " +
			"donne le chemin à partir de son propre dossier.",
		Example: "avant : charte.pdf -> /partage/rh/charte.pdf\naprès : charte.pdf -> ../fichiers/charte.pdf",
	})
	CircularSymlink = names.rule("lien-en-boucle", Error, Rule{
		Title:   "Un raccourci tourne en rond",
		Meaning: "Un raccourci (lien symbolique) ramène à un dossier qui le contient, ou à lui-même. Le suivre n’aurait pas de fin.",
		Remedy:  "Supprimez le raccourci, ou faites-le pointer ailleurs.",
	})
	BrokenSymlink = names.rule("lien-sans-cible", Error, Rule{
		Title:   "Un raccourci désigne un fichier qui n’existe pas",
		Meaning: "Un raccourci (lien symbolique) donne un chemin où il n’y a rien : le fichier a été déplacé, renommé ou supprimé.",
		Remedy:  "Supprimez le raccourci, ou faites-le pointer ailleurs.",
	})
	TooManyFiles = names.rule("trop-de-fichiers", Error, Rule{
		Title: "Le dossier contient bien trop de fichiers",
		Meaning: "Un portail n’en a jamais autant : le programme lit sans doute un autre dossier que le vôtre, ou un raccourci " +
			"multiplie les fichiers d’un autre.",
		Remedy: "Lancez la commande dans le dossier du portail, ou donnez-le avec `--source`. Sortez de `content/` ce qui n’est pas du " +
			"portail.",
	})
	MergeConflict = names.rule("conflit", Error, Rule{
		Title: "Un conflit de git n’est pas réglé",
		Meaning: "Deux personnes ont changé les mêmes lignes, et git a écrit les deux versions dans le fichier, entre des repères. " +
			"Telle quelle, la page montrerait les deux textes et les repères ; dans un en-tête, on ne saurait même pas si elle est un " +
			"brouillon.",
		Remedy: "À l’endroit indiqué, gardez la bonne version, effacez l’autre et les trois repères, puis enregistrez. Pour montrer un " +
			"conflit dans une page, mettez-le en entier dans un bloc de code.",
		Example: "avant : <<<<<<< HEAD\n" +
			"        Le 12 mars.\n" +
			"        =======\n" +
			"        Le 14 mars.\n" +
			"        >>>>>>> Corrige la date\n" +
			"après : Le 14 mars.",
	})
	MergeLeftover = names.rule("reste-de-fusion", Warning, Rule{
		Title: "Une fusion a laissé un fichier derrière elle",
		Meaning: "Quand deux versions se heurtent, git et ses outils gardent à côté du fichier une copie de chacune, sous un nom en " +
			"`.orig`, `.rej` ou `_BACKUP_`. Ce n’est pas une page : le portail ne la lit pas.",
		Remedy: "Vérifiez que la page a tout ce qu’il faut, puis supprimez cette copie.",
	})
	UnreadableFile = names.rule("fichier-illisible", Error, Rule{
		Title: "Un fichier ne peut pas être lu",
		Meaning: "Le fichier n’est pas du texte, n’est pas enregistré en UTF-8 (l’encodage des accents), est démesuré, ou vous n’avez " +
			"pas le droit de le lire. La page ne serait pas publiée.",
		Remedy: "Dans votre éditeur, enregistrez-le en UTF-8 (menu « Encodage »). Vérifiez aussi qu’il s’agit bien d’un texte, et non " +
			"d’un document de traitement de texte renommé en `.md`.",
	})
)

// Rules about a page's header.
var (
	InvalidHeader = fields.rule("en-tete", Error, Rule{
		Title: "L’en-tête de la page n’est pas bien formé",
		Meaning: "L’en-tête est la partie entre deux lignes de trois tirets. Il manque une de ces lignes, ou ce qui s’y trouve n’est " +
			"pas une suite de champs. La page n’aurait ni titre ni résumé.",
		Remedy: "Vérifiez les deux lignes `---`, un champ par ligne, et une espace après les deux-points. `intraqvt new` écrit un " +
			"en-tête juste, à remplir.",
		Example: "avant : ---\n" +
			"        titre:Prévenir les chutes\n" +
			"\n" +
			"        Le texte…\n" +
			"après : ---\n" +
			"        titre: Prévenir les chutes\n" +
			"        ---\n" +
			"\n" +
			"        Le texte…",
	})
	InvalidHeaderYAML = fields.rule("en-tete-yaml", Error, Rule{
		Title: "L’en-tête de la page est mal écrit",
		Meaning: "L’en-tête suit une écriture stricte, appelée YAML. À l’endroit indiqué, il manque un crochet, un guillemet ou une " +
			"espace, ou une marge n’est pas alignée. La page n’aurait ni titre ni résumé.",
		Remedy: "Comparez avec les lignes voisines. Une espace suit les deux-points ; les marges sont faites d’espaces, jamais de " +
			"tabulations ; un texte qui contient deux-points suivis d’une espace se met entre guillemets droits.",
		Example: "avant : titre: Chutes : les prévenir\naprès : titre: \"Chutes : les prévenir\"",
	})
	UnrecognisedHeader = fields.rule("en-tete-non-reconnu", Error, Rule{
		Title: "Le début de la page ressemble à un en-tête qui n’est pas lu",
		Meaning: "Un en-tête n’est lu que s’il est la première chose du fichier, entre deux lignes de trois tirets. Ici des tirets " +
			"d’une autre sorte, un signe invisible, un commentaire ou une ligne oubliée l’en empêchent : il deviendrait du texte, et un " +
			"brouillon serait publié. La page est retenue.",
		Remedy: "Écrivez les deux lignes `---` vous-même, au clavier, sans rien avant la première. Si c’est bien du texte, commencez " +
			"par une phrase.",
		Example: "avant : —\n" +
			"        titre: Prévenir les chutes\n" +
			"        statut: brouillon\n" +
			"        —\n" +
			"après : ---\n" +
			"        titre: Prévenir les chutes\n" +
			"        statut: brouillon\n" +
			"        ---",
	})
	UnclearVisibility = fields.rule("visibilite-illisible", Error, Rule{
		Title: "Rien ne dit clairement si les lecteurs voient la page",
		Meaning: "Un champ qui décide qui voit la page est mal écrit, mal placé, ou sa valeur n’est pas comprise. Dans le doute, la " +
			"page est cachée.",
		Remedy: "Écrivez `statut: brouillon` pour la garder pour vous, `statut: publie` pour la montrer. La page « Ce qui reste caché " +
			"» de ce guide donne les mots des autres programmes.",
		Example: "avant : draft: peut-être\naprès : draft: true",
	})
	ExcludedPages = fields.rule("page-ecartee", Warning, Rule{
		Title: "Des pages ne sont pas publiées, selon la règle d’un autre programme",
		Meaning: "Leur nom commence par « _ », ou une configuration posée à côté du portail (celle de MkDocs, de Hugo, de VitePress…) " +
			"les écarte.",
		Remedy:  "Si elles doivent paraître, renommez-les, ou retirez la règle de la configuration que le message nomme.",
		Example: "avant : content/pages/_accueil-des-stagiaires.md\naprès : content/pages/accueil-des-stagiaires.md",
	})
	MissingField = fields.rule("champ-absent", Error, Rule{
		Title:   "Un champ obligatoire manque",
		Meaning: "Ce type de page ne peut pas s’en passer : sans date, par exemple, un événement n’a pas sa place dans l’agenda.",
		Remedy:  "Ajoutez la ligne dans l’en-tête. La page du type, dans ce guide, dit ce que chaque champ attend.",
	})
	RecommendedField = fields.rule("champ-conseille", Warning, Rule{
		Title: "Un champ conseillé manque",
		Meaning: "La page peut paraître sans lui, mais elle servira moins bien : sans résumé, elle reste muette dans les listes et la " +
			"recherche.",
		Remedy: "Ajoutez le champ dès que vous le pouvez.",
	})
	UnknownField = fields.rule("champ-inconnu", Error, Rule{
		Title:   "Un champ n’existe pas dans ce type de page",
		Meaning: "Le nom est mal écrit, ou il appartient à un autre type. Sa valeur ne serait montrée nulle part.",
		Remedy:  "Corrigez le nom ; un champ s’écrit sans accent.",
		Example: "avant : resumé: Une phrase.\naprès : resume: Une phrase.",
	})
	InvalidValue = fields.rule("valeur", Error, Rule{
		Title:   "La valeur d’un champ ne convient pas",
		Meaning: "Le champ attend autre chose : une date, un nombre, une valeur de la liste. Le message dit quoi.",
		Remedy: "Corrigez la valeur. Une date s’écrit année, mois, jour. Un texte qui contient deux-points suivis d’une espace, ou qui " +
			"commence par un crochet, se met entre guillemets droits.",
		Example: "avant : date: 14/03/2026\naprès : date: 2026-03-14",
	})
	TextTooLong = fields.rule("trop-long", Warning, Rule{
		Title: "Un texte dépasse la longueur prévue",
		Meaning: "Le champ est montré là où la place manque : une liste, un résultat de recherche, l’objet d’un courriel. Le reste " +
			"risque d’être coupé.",
		Remedy: "Raccourcissez. Ce qui précise va dans le texte de la page.",
	})
)

// Rules about a page's text.
var (
	MissingSection = texts.rule("section-absente", Warning, Rule{
		Title:   "Il manque une partie attendue",
		Meaning: "Les pages de ce type suivent toutes le même plan, pour que le lecteur s’y retrouve d’une page à l’autre.",
		Remedy:  "Ajoutez le titre indiqué, avec deux dièses. Si la partie existe sous un autre nom, reprenez le nom attendu.",
		Example: "avant : ## Le contexte de départ\naprès : ## Contexte",
	})
	LeftPrompt = texts.rule("exemple-laisse", Error, Rule{
		Title: "Une phrase de l’exemple est restée",
		Meaning: "`intraqvt new` écrit des phrases qui disent quoi mettre à leur place. Celle-ci y est encore, et la page n’est plus " +
			"un brouillon : les lecteurs verraient la consigne, pas votre texte.",
		Remedy: "Remplacez la phrase, ou effacez-la. Si la page n’est pas prête, remettez `statut: brouillon`.",
		Example: "avant : resume: \"Ce que l’on trouve dans la page, en une phrase.\"\n" +
			"après : resume: \"Qui anime le réseau, et comment le joindre.\"",
	})
	EmptyHeading = texts.rule("titre-vide", Warning, Rule{
		Title:   "Un titre n’a pas de texte",
		Meaning: "Une ligne commence par des dièses, sans rien derrière. Elle laisserait un trou dans le sommaire.",
		Remedy:  "Écrivez le titre, ou ôtez la ligne.",
	})
	DuplicateID = texts.rule("identifiant-double", Warning, Rule{
		Title: "Deux titres ont le même identifiant",
		Meaning: "Un identifiant choisi, écrit entre accolades après un titre, désigne une seule partie de la page. Un lien ne saurait " +
			"pas laquelle choisir.",
		Remedy:  "Changez l’un des deux.",
		Example: "avant : ## Agir {#agir} … ## Agir seul {#agir}\naprès : ## Agir {#agir} … ## Agir seul {#agir-seul}",
	})
	UnknownCallout = texts.rule("encadre-inconnu", Warning, Rule{
		Title: "Un encadré porte un nom inconnu",
		Meaning: "Le mot entre `[!` et `]` choisit le style de l’encadré. Celui-ci n’existe pas : le texte paraît dans un encadré " +
			"ordinaire.",
		Remedy:  "Prenez l’un des noms que le message propose.",
		Example: "avant : > [!ATENTION]\naprès : > [!ATTENTION]",
	})
	UnknownBlock = texts.rule("bloc-inconnu", Warning, Rule{
		Title:   "Un bloc porte un nom inconnu",
		Meaning: "Après `:::`, le premier mot dit quel bloc commence. Celui-ci n’existe pas : le texte paraît sans mise en forme.",
		Remedy:  "Corrigez le nom.",
		Example: "avant : ::: detail Pour aller plus loin\naprès : ::: details Pour aller plus loin",
	})
	UnclosedBlock = texts.rule("bloc-ouvert", Warning, Rule{
		Title:   "Un bloc n’est jamais fermé",
		Meaning: "Tout ce qui suit, jusqu’à la fin de la page, se trouve pris dans le bloc.",
		Remedy:  "Ajoutez une ligne `:::` à la fin du bloc. Des blocs l’un dans l’autre demandent chacun la leur.",
		Example: "avant : ::: details Le cadre légal\n" +
			"        Le texte replié.\n" +
			"après : ::: details Le cadre légal\n" +
			"        Le texte replié.\n" +
			"        :::",
	})
	StrayBlockEnd = texts.rule("bloc-ferme", Warning, Rule{
		Title:   "Une ligne « ::: » ne ferme rien",
		Meaning: "Aucun bloc n’est ouvert à cet endroit : il y a une ligne de trop, ou l’ouverture a été effacée.",
		Remedy:  "Ôtez la ligne, ou ouvrez le bloc plus haut.",
	})
	UnexpectedBlockTitle = texts.rule("bloc-titre", Warning, Rule{
		Title:   "Un bloc sans titre en a reçu un",
		Meaning: "Seuls `details` et `onglet` portent un titre sur leur première ligne. Celui-ci est mis au-dessus du bloc.",
		Remedy:  "Écrivez-le comme un titre, avant le bloc.",
		Example: "avant : ::: chiffres L’année en bref\naprès : ### L’année en bref\n\n        ::: chiffres",
	})
	MisplacedTabs = texts.rule("onglets", Warning, Rule{
		Title: "Des onglets sont mal emboîtés",
		Meaning: "Les onglets vont ensemble dans un bloc `onglets`, chacun ouvert et fermé. Un texte en dehors, ou un onglet dans un " +
			"autre, ne serait pas montré à sa place.",
		Remedy: "Entourez le tout de `::: onglets` et `:::` ; fermez chaque onglet par `:::` avant d’ouvrir le suivant.",
		Example: "après : ::: onglets\n" +
			"        ::: onglet Je suis manager\n" +
			"        Un texte.\n" +
			"        :::\n" +
			"        ::: onglet Je suis élu\n" +
			"        Un autre.\n" +
			"        :::\n" +
			"        :::",
	})
	ColumnsWithoutHeading = texts.rule("colonnes", Warning, Rule{
		Title:   "Des colonnes n’ont pas de titre",
		Meaning: "Chaque colonne commence à un titre. Sans titre, tout reste dans une seule colonne.",
		Remedy:  "Commencez chaque colonne par un titre de même niveau.",
	})
	InvalidKeyFigure = texts.rule("chiffres", Warning, Rule{
		Title:   "Un chiffre clé n’a pas la forme attendue",
		Meaning: "Le bloc `chiffres` attend une liste dont chaque ligne commence par un nombre en gras.",
		Remedy:  "Mettez le nombre entre doubles étoiles, puis ce qu’il compte.",
		Example: "avant : - 463 acteurs sensibilisés\naprès : - **463** acteurs sensibilisés",
	})
	UnreadableQuery = texts.rule("liste-illisible", Error, Rule{
		Title:   "Une liste ne peut pas être lue",
		Meaning: "Le bloc `liste` n’est pas une suite de lignes « condition: valeur », ou une valeur n’est pas de celles qu’il comprend.",
		Remedy:  "Écrivez une condition par ligne, avec une espace après les deux-points.",
		Example: "avant : ::: liste\n        type:actualite, limite:3\n        :::\n" +
			"après : ::: liste\n        type: actualite\n        limite: 3\n        :::",
	})
	ImpossibleQuery = texts.rule("liste-impossible", Error, Rule{
		Title:   "Une liste demande ce qui n’existe pas",
		Meaning: "Le type, le champ ou la valeur demandés ne sont pas ceux du portail. La liste resterait vide.",
		Remedy:  "Prenez un nom que le message propose. Les pages des types, dans ce guide, donnent les champs et leurs valeurs.",
	})
	UnknownTag = texts.rule("balise-inconnue", Warning, Rule{
		Title: "Un texte entre chevrons ressemble à du HTML",
		Meaning: "Ce qui est écrit entre les signes « inférieur » et « supérieur » est compris comme une balise. Celle-ci n’existe pas " +
			": elle est montrée telle quelle.",
		Remedy:  "Si c’est du texte, mettez-le entre accents graves.",
		Example: "avant : Tapez <nom du service>.\naprès : Tapez `<nom du service>`.",
	})
	RemovedHTML = texts.rule("html-retire", Warning, Rule{
		Title: "Du HTML a été retiré",
		Meaning: "Le portail garde les balises simples et retire ce qui peut exécuter un programme, charger un contenu d’ailleurs ou " +
			"casser la page.",
		Remedy: "Écrivez la même chose en Markdown ; le mémento montre ce qui est possible.",
	})
	UnclosedHTML = texts.rule("html-ouvert", Warning, Rule{
		Title:   "Une balise HTML n’est pas fermée",
		Meaning: "Le programme la ferme lui-même à la fin du paragraphe ou du bloc, peut-être plus tôt que vous ne vouliez.",
		Remedy:  "Fermez-la dans le même paragraphe.",
		Example: "avant : H<sub>2O\naprès : H<sub>2</sub>O",
	})
	OutdatedTerm = texts.rule("terme-perime", Warning, Rule{
		Title: "Un terme ne s’emploie plus",
		Meaning: "Le glossaire dit que ce terme a été remplacé, et par quoi. Le lecteur pourrait chercher une instance ou une règle " +
			"qui a disparu.",
		Remedy: "Employez le terme actuel. Si vous parlez du passé, dites-le : « le CHSCT, aujourd’hui CSE ».",
	})
)
